// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A requirement, a line of {@code requirements.txt}.
 *
 * @param document the RFC under whose heading it stands
 * @param id as {@link Requirement} names it
 * @param section of the RFC; another RFC is named
 * @param level MUST, SHOULD, MAY, with NOT where the RFC has that; a hyphen for a definition
 * @param text what is asked, in our words
 * @param answer what Postern does
 */
record Row(String document, String id, String section, String level, String text, String answer) {
    private static final String HEADING = "# ";

    /** By document, in the order of the file; a heading may come again. */
    static List<Row> all() throws IOException {
        try (InputStream file = Row.class.getResourceAsStream("requirements.txt")) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)).stream()
                .collect(Collectors.groupingBy(Row::document, LinkedHashMap::new, Collectors.toList()))
                .values().stream().flatMap(List::stream).toList();
        }
    }

    private static List<Row> parse(String file) {
        List<Row> rows = new ArrayList<>();
        String document = "";
        for (String line : file.lines().filter(text -> !text.isBlank()).toList()) {
            if (line.startsWith(HEADING)) {
                document = line.substring(HEADING.length());
                continue;
            }
            String[] columns = line.split(" \\| ", -1);
            if (columns.length != 5) {
                throw new IllegalArgumentException("requirements.txt: five columns are expected, not " + line);
            }
            rows.add(new Row(document, columns[0], columns[1], columns[2], columns[3], columns[4]));
        }
        return List.copyOf(rows);
    }
}
