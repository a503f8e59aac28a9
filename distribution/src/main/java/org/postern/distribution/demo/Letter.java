// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a client is to send.
 *
 * @param reversePath as written between the angle brackets
 * @param recipients as written between the angle brackets
 * @param octets header, empty line and body, ISO 8859-1: one character is one octet
 */
record Letter(String reversePath, List<String> recipients, String octets) {
    Letter {
        recipients = List.copyOf(recipients);
    }

    byte[] bytes() {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }
}
