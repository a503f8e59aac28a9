// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Optional;

import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Replies;

/** One client on Postern's own listener. Used by one thread at a time. */
public class SubmissionSession extends ExtendedSMTPSession {
    private MessageReceiver receiver;

    SubmissionSession(SMTPConfiguration configuration, ProtocolTransport transport) {
        super(configuration, transport);
    }

    /** What the client sends next is a message for this receiver. */
    void receive(MessageReceiver next) {
        receiver = next;
    }

    Optional<MessageReceiver> receiver() {
        return Optional.ofNullable(receiver);
    }

    @Override
    public void resetState() {
        super.resetState();
        receiver = null;
    }

    @Override
    public Response newLineTooLongResponse() {
        return Answers.of(DialogueReplies.lineTooLong(Dialogue.MAX_COMMAND));
    }

    @Override
    public Response newFatalErrorResponse() {
        return Answers.of(Replies.localFault());
    }
}
