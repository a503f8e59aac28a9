// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.List;

import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.SMTPStartTlsResponse;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** STARTTLS (RFC 3207): forgets all that was said before. */
public class StartTls extends SimpleCommand implements EhloExtension {
    private static final String STARTTLS = "STARTTLS";

    public StartTls() {
        super(STARTTLS);
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return session.isStartTLSSupported() && !session.isTLSStarted() ? List.of(STARTTLS) : List.of();
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        if (session.isTLSStarted()) {
            return Answers.of(DialogueReplies.tlsAlreadyRunning());
        }
        if (!session.isStartTLSSupported()) {
            return Answers.of(DialogueReplies.tlsNotOffered());
        }
        if (!argument.isEmpty()) {
            return Answers.of(DialogueReplies.noArgumentAllowed(STARTTLS));
        }
        session.removeAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection);
        session.removeAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection);
        Reply ready = DialogueReplies.readyForTls();
        return new SMTPStartTlsResponse(String.valueOf(ready.code()), ready.description());
    }
}
