// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A header field of a question. Not for a log: its value may be a password. */
public record HttpField(String name, String value) {
    /** Java's HTTP client writes these itself. */
    static final List<String> OF_THE_CLIENT = List.of("Connection", "Content-Length", "Expect", "Host", "Upgrade",
        "Transfer-Encoding", "User-Agent");

    /** With whatever a client or an address may have: all but printable ASCII is encoded as in a URL (RFC 3986 §2.1). */
    static HttpField encoded(String name, String text) {
        StringBuilder value = new StringBuilder(text.length());
        boolean isPlain = text.chars().allMatch(HttpField::isPrintable);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPrintable(octet) && (isPlain || octet != '%')) {
                value.append((char) octet);
            } else {
                value.append(String.format("%%%02X", octet & 0xff));
            }
        }
        return new HttpField(name, value.toString());
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c <= '~';
    }

    @Override
    public String toString() {
        return name;
    }
}
