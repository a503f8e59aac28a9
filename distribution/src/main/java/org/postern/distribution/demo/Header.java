// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The header of a message as anybody may read it: cut at line ends, nothing parsed. Written apart from the rules on
 * purpose, so that the demo does not judge the server by the server's own eyes.
 *
 * @param fields in their order
 */
record Header(List<Field> fields) {
    private static final String END = "\r\n\r\n";
    private static final Set<String> TRACE = Set.of("received", "return-path");

    /** A field; the raw text has its folding and its line end. */
    record Field(String name, String raw) {
        String key() {
            return name.toLowerCase(Locale.ROOT);
        }

        String value() {
            return raw.substring(raw.indexOf(':') + 1).replaceAll("\\s+", " ").strip();
        }
    }

    Header {
        fields = List.copyOf(fields);
    }

    static Header of(String octets) {
        List<String> lines = new ArrayList<>();
        for (String line : octets.substring(0, bodyStart(octets)).split("(?<=\r\n)")) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (folded && !lines.isEmpty()) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + line);
            } else {
                lines.add(line);
            }
        }
        return new Header(lines.stream()
            .filter(line -> line.indexOf(':') > 0)
            .map(line -> new Field(line.substring(0, line.indexOf(':')).strip(), line))
            .toList());
    }

    /** What follows the empty line. */
    static String body(String octets) {
        return octets.substring(bodyStart(octets));
    }

    private static int bodyStart(String octets) {
        if (octets.startsWith("\r\n")) {
            return 2;
        }
        int end = octets.indexOf(END);
        return end < 0 ? octets.length() : end + END.length();
    }

    List<Field> named(String name) {
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).toList();
    }

    /** What the way added for itself (RFC 5321 section 4.4) left out. */
    Header withoutTrace() {
        return new Header(fields.stream().filter(field -> !TRACE.contains(field.key())).toList());
    }

    /** The names of all fields, in lower case. */
    Set<String> keys() {
        return fields.stream().map(Field::key).collect(Collectors.toUnmodifiableSet());
    }
}
