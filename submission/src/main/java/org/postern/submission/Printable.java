// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

/** Makes a client's octets safe to show: in a reply to that client and in a log line. */
public final class Printable {
    private Printable() {
    }

    /**
     * Keeps printable ASCII, shows everything else as {@code ?}, and cuts what is too long with {@code ...}.
     *
     * @param maxLength in characters, at least 4
     */
    public static String line(String untrusted, int maxLength) {
        int length = Math.min(untrusted.length(), maxLength);
        StringBuilder safe = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = untrusted.charAt(i);
            safe.append(c >= ' ' && c <= '~' ? c : '?');
        }
        if (untrusted.length() > maxLength) {
            safe.setLength(maxLength - 3);
            safe.append("...");
        }
        return safe.toString();
    }
}
