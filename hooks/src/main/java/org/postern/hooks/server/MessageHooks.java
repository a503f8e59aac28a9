// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Optional;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.smtpserver.DataLineJamesMessageHookHandler;

/** Asks James's message hooks about a whole message; the part of James's handler that takes lines is not used. */
public class MessageHooks extends DataLineJamesMessageHookHandler {
    /** Disposes of the mail and ends the transaction. Empty when no hook had an answer. */
    Optional<Response> ask(SMTPSession session, MailImpl mail, MimeMessageInputStreamSource source) {
        return Optional.ofNullable(processExtensions(session, mail, source));
    }
}
