// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.postern.benchmarks.server.Contestant;

/** As much of RFC 8259 as a report takes. */
final class Json {
    private Json() {
    }

    static String object(Map<String, String> values) {
        return values.entrySet().stream().map(value -> string(value.getKey()) + ": " + string(value.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    }

    static String figures(Cell cell, Contestant contestant, Figures seen) {
        return String.format(Locale.ROOT, "{\"workload\": %s, \"sessions\": %d, \"share\": %.2f, \"queued\": %d, \"server\": %s, "
                + "\"accepted\": %d, \"acceptedPerSecond\": %.1f, \"deliveredPerSecond\": %.1f, \"cpuPerThousand\": %.3f, "
                + "\"medianMillis\": %.2f, \"p99Millis\": %.2f, \"megabytes\": %.0f, \"clientShare\": %.3f, \"otherShare\": %.3f, "
                + "\"refused\": %d, \"lost\": %d, \"twice\": %d}",
            string(cell.workload().name()), cell.sessions(), cell.share(), cell.queued(), string(contestant.toString()), seen.accepted(),
            seen.acceptedPerSecond(), seen.deliveredPerSecond(), seen.cpuPerThousand(), seen.medianMillis(), seen.p99Millis(),
            seen.megabytes(), seen.clientShare(), seen.otherShare(), seen.refused(), seen.lost(), seen.twice());
    }

    private static String string(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (char character : value.toCharArray()) {
            if (character == '"' || character == '\\') {
                text.append('\\').append(character);
            } else if (character < ' ') {
                text.append(String.format("\\u%04x", (int) character));
            } else {
                text.append(character);
            }
        }
        return text.append('"').toString();
    }
}
