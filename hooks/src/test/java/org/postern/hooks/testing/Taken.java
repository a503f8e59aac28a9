// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.mail.MessagingException;

import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;
import org.postern.submission.TransferOptions;

/**
 * A mail as the spool got it.
 *
 * @param delay zero when it is due at once
 */
public record Taken(String name, String sender, List<String> recipients, Map<String, Object> attributes, String dsn,
        String octets, TransferOptions options, Duration delay) {
    static Taken of(Mail mail, Duration delay) throws MessagingException, IOException {
        Map<String, Object> attributes = new HashMap<>();
        mail.attributes().forEach(attribute -> attributes.put(attribute.getName().asString(), attribute.getValue().value()));
        try (InputStream message = new MimeMessageInputStream(mail.getMessage())) {
            return new Taken(
                mail.getName(),
                mail.getMaybeSender().asString(),
                mail.getRecipients().stream().map(Object::toString).toList(),
                attributes,
                mail.dsnParameters().toString(),
                new String(message.readAllBytes(), StandardCharsets.ISO_8859_1),
                MailOptions.read(mail),
                delay);
        }
    }

    /** Behind the Received field that the listener put on top. */
    public String asSent() {
        int end = 0;
        do {
            end = octets.indexOf("\r\n", end) + 2;
        } while (octets.charAt(end) == '\t');
        return octets.substring(end);
    }

    public String received() {
        return octets.substring(0, octets.length() - asSent().length());
    }
}
