// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Properties;

import javax.mail.Address;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;

import com.sun.mail.smtp.SMTPTransport;

/** Jakarta Mail as a person's mail program: STARTTLS on the submission port, certificate verified, then a password. */
final class MailProgram {
    private static final String TIMEOUT_MILLIS = "30000";

    /**
     * @return the reply that ended the dialogue, or the last one when all went well
     * @throws IOException when the client cannot be set up
     */
    Answer send(Account account, Letter letter) throws IOException {
        Session session = Session.getInstance(properties(account, letter));
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            try {
                transport.connect(account.host(), account.submissionPort(), account.user(), account.password());
                transport.sendMessage(new AsWritten(session, letter.bytes()), addresses(letter));
            } catch (MessagingException e) {
                String said = transport.getLastServerResponse();
                return said == null ? new Answer(0, String.valueOf(e.getMessage())) : Answer.parse(said);
            }
            return Answer.parse(transport.getLastServerResponse());
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    private static Properties properties(Account account, Letter letter) {
        Properties properties = new Properties();
        properties.put("mail.smtp.auth", "true");
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.socketFactory", account.trust());
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.localhost", "laptop.example.org");
        properties.put("mail.smtp.from", letter.reversePath());
        properties.put("mail.smtp.allow8bitmime", "true");
        properties.put("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.put("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.put("mail.mime.address.strict", "false");
        return properties;
    }

    private static Address[] addresses(Letter letter) throws MessagingException {
        Address[] addresses = new Address[letter.recipients().size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = new InternetAddress(letter.recipients().get(i), false);
        }
        return addresses;
    }

    /** The octets as they are: by itself Jakarta Mail would drop Bcc. */
    private static final class AsWritten extends MimeMessage {
        private final byte[] octets;

        AsWritten(Session session, byte[] octets) throws MessagingException {
            super(session, new ByteArrayInputStream(octets));
            this.octets = octets;
        }

        @Override
        public void writeTo(OutputStream out, String[] ignored) throws IOException {
            out.write(octets);
        }
    }
}
