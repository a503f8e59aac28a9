// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import java.util.List;
import java.util.stream.Collectors;

/** {@code CONFORMANCE.md}, from the requirements and from what the tests have seen of each. The same in every run. */
final class ConformanceTable {
    /** The system property that has the file written instead of compared. */
    static final String REWRITE = "conformance.write";

    private static final String PREAMBLE = """
        # Conformance

        What the RFCs ask of a submission server and what Postern answers. Written by the tests that the last column names: each
        has talked to the assembled server, on port 587 with STARTTLS and on port 465 with TLS from the first octet, and
        "observed" is what came back, one example for each code. The build fails when a row has no test, when a row was not seen
        on both ports, and when this file says something else than the tests have seen. To write it anew after a change:

            mvn verify -D%s=true
        """.formatted(REWRITE);

    private ConformanceTable() {
    }

    static String of(List<Row> rows, Observations observations) {
        StringBuilder table = new StringBuilder(PREAMBLE);
        String document = "";
        for (Row row : rows) {
            if (!row.document().equals(document)) {
                document = row.document();
                table.append("\n## ").append(document).append("\n\n")
                    .append("| row | section | requirement | level | Postern | observed | tests |\n")
                    .append("| --- | --- | --- | --- | --- | --- | --- |\n");
            }
            table.append("| ").append(String.join(" | ", row.id(), row.section(), text(row.text()), row.level(), text(row.answer()),
                cell(observations.replies(row.id())), cell(observations.tests(row.id())))).append(" |\n");
        }
        return table.toString();
    }

    private static String cell(List<String> lines) {
        return lines.stream().map(line -> "`" + line.replace("|", "\\|").replace("`", "'") + "`").collect(Collectors.joining("<br>"));
    }

    /** Angle brackets outside code would be taken for HTML. */
    private static String text(String line) {
        return line.replace("<", "&lt;").replace(">", "&gt;");
    }
}
