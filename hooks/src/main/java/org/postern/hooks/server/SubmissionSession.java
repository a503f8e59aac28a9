// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Optional;
import java.util.function.Supplier;

import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.postern.hooks.Answers;
import org.postern.hooks.AnswersLater;
import org.postern.hooks.LateReply;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Replies;

/** One client on Postern's own listener. Used by one thread at a time. */
public class SubmissionSession extends ExtendedSMTPSession implements AnswersLater {
    private Optional<Supplier<LateReply>> slowWork = Optional.empty();
    private Optional<Incoming> incoming = Optional.empty();
    private Optional<MessageReceiver> chunked = Optional.empty();

    SubmissionSession(SMTPConfiguration configuration, ProtocolTransport transport) {
        super(configuration, transport);
    }

    @Override
    public void answerLater(Supplier<LateReply> work) {
        slowWork = Optional.of(work);
    }

    /** What has to be done before the client gets its reply, if that was not taken yet. */
    Optional<Supplier<LateReply>> takeSlowWork() {
        Optional<Supplier<LateReply>> taken = slowWork;
        slowWork = Optional.empty();
        return taken;
    }

    /** What the client sends next is this and no command. */
    void receive(Incoming next) {
        incoming = Optional.of(next);
    }

    Optional<Incoming> incoming() {
        return incoming;
    }

    /** Its last octet has come. */
    Response received() {
        Incoming complete = incoming.orElseThrow();
        incoming = Optional.empty();
        return complete.finish();
    }

    /** The message of this transaction comes in chunks. */
    void receiveInChunks(MessageReceiver receiver) {
        chunked = Optional.of(receiver);
    }

    Optional<MessageReceiver> chunked() {
        return chunked;
    }

    /** Whether a part of a message has come and the rest has not. */
    boolean isMessageUnderWay() {
        return incoming.isPresent() || chunked.isPresent();
    }

    /** Leaves what is coming: its octets are on their way and belong to no command. */
    @Override
    public void resetState() {
        super.resetState();
        chunked = Optional.empty();
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
