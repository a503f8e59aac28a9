// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.postern.hooks.Connection;
import org.postern.submission.InternationalAddress;

/**
 * A message and what there is to say of it, under the names that Rspamd gives it.
 *
 * @param message read as it came, and by nobody else while the question is open
 */
public record Question(List<HttpField> fields, MimeMessageWrapper message, long size) {
    /** The names that it uses. */
    static final List<String> FIELDS = List.of("From", "Rcpt", "IP", "Helo", "User", "Queue-Id", "MTA-Name");

    public Question {
        fields = List.copyOf(fields);
    }

    /** @throws MessagingException when the message cannot be read */
    public static Question about(SMTPSession session, Mail mail) throws MessagingException {
        if (!(mail.getMessage() instanceof MimeMessageWrapper message)) {
            throw new MessagingException("Not as it came: " + mail.getMessage().getClass().getName());
        }
        List<HttpField> fields = new ArrayList<>();
        fields.add(HttpField.encoded("From", mail.getMaybeSender().asOptional().map(InternationalAddress::wire).orElse("<>")));
        for (MailAddress recipient : mail.getRecipients()) {
            fields.add(HttpField.encoded("Rcpt", InternationalAddress.wire(recipient)));
        }
        Stream.of(
            Optional.of(HttpField.encoded("IP", Connection.clientAddress(session))),
            session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection).map(name -> HttpField.encoded("Helo", name)),
            Optional.of(HttpField.encoded("User", session.getUsername().asString())),
            Optional.of(HttpField.encoded("Queue-Id", mail.getName())),
            Optional.of(HttpField.encoded("MTA-Name", session.getConfiguration().getHelloName())))
            .flatMap(Optional::stream)
            .filter(field -> !field.value().isBlank())
            .forEach(fields::add);
        return new Question(fields, message, message.getMessageSize());
    }
}
