// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.util.List;

/**
 * One message as the MX got it.
 *
 * @param reversePath empty for the null reverse-path
 * @param octets ISO 8859-1: one character is one octet
 * @param tls whether it came over TLS
 */
record ReceivedMail(String reversePath, List<String> recipients, String octets, boolean tls) {
    ReceivedMail {
        recipients = List.copyOf(recipients);
    }
}
