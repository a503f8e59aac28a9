// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.postern.bridge.MailMessage;

/** What a report gives back of a message, octet for octet. */
final class ReturnedMessage {

    private static final int LONGEST_HEADER = 64 * 1024;

    private ReturnedMessage() {
    }

    /** The octets up to the first empty line. */
    static InputStream header(Mail mail) throws IOException, MessagingException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = whole(mail)) {
            int lineLength = 0;
            for (int octet = in.read(); octet >= 0 && out.size() < LONGEST_HEADER; octet = in.read()) {
                if (octet == '\n' && lineLength == 0) {
                    break;
                }
                if (octet == '\n') {
                    lineLength = 0;
                } else if (octet != '\r') {
                    lineLength++;
                }
                out.write(octet);
            }
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    static InputStream whole(Mail mail) throws IOException, MessagingException {
        return MailMessage.octets(mail.getMessage());
    }
}
