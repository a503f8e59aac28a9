// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The slow and plain way to the facts about a message, to hold the scanner against. */
final class SimpleReading {
    private SimpleReading() {
    }

    static BodyFacts facts(byte[] octets) {
        String message = new String(octets, StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = message.indexOf('\n'); end >= 0; end = message.indexOf('\n', start)) {
            lines.add(message.substring(start, end + 1));
            start = end + 1;
        }
        lines.add(message.substring(start));
        int headerSize = 0;
        for (String line : lines) {
            headerSize += line.length();
            if (line.equals("\r\n") || line.equals("\n")) {
                break;
            }
        }
        boolean eightBit = message.substring(headerSize).chars().anyMatch(c -> c > 127);
        return new BodyFacts(
            first(lines, line -> line.indexOf('\0') >= 0),
            first(lines, line -> line.replace("\r\n", "").indexOf('\r') >= 0),
            first(lines, line -> line.endsWith("\n") && !line.endsWith("\r\n")),
            first(lines, line -> line.replaceFirst("\r?\n$", "").length() > 998),
            eightBit, octets.length, headerSize);
    }

    private static long first(List<String> lines, Predicate<String> sought) {
        for (int i = 0; i < lines.size(); i++) {
            if (sought.test(lines.get(i))) {
                return i + 1;
            }
        }
        return 0;
    }
}
