// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.postern.bridge.trace.Trace;
import org.postern.hooks.Answers;
import org.postern.hooks.CheckMessage;
import org.postern.hooks.Connection;
import org.postern.hooks.StampReceived;
import org.postern.hooks.TracedSession;
import org.postern.hooks.Transaction;
import org.postern.submission.BodyType;
import org.postern.submission.Check;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Envelope;
import org.postern.submission.Replies;
import org.postern.submission.Reply;
import org.postern.submission.Submission;
import org.postern.submission.checks.LineEndings;
import org.postern.submission.checks.LineLength;
import org.postern.submission.checks.Nul;
import org.postern.submission.checks.StandardChecks;
import org.postern.submission.mime.Reencoding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a message from its first octet to the hooks, however it comes: octets go to the store and past the scanner in the
 * same pass. CR or LF alone in the message is refused whichever checks are on: it is how messages are smuggled past the next
 * server.
 */
public class Reception implements ProtocolHandler, ExtensibleHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(Reception.class);
    private static final List<Check> ALWAYS = List.of(new LineEndings());
    /** What the encoding leaves as it is, such as the header, has to be good whichever checks are on. */
    private static final List<Check> ALWAYS_OF_BINARY = List.of(new LineEndings(), new Nul(), new LineLength());

    private final Trace trace;
    private Optional<MessageHooks> hooks = Optional.empty();
    private Optional<StampReceived> stamp = Optional.empty();

    @Inject
    public Reception(Trace trace) {
        this.trace = trace;
    }

    /** For the message of the transaction that is running. */
    MessageReceiver open(SubmissionSession session) {
        String queueId = MailImpl.getId();
        MimeMessageInputStreamSource source = MimeMessageInputStreamSource.create(queueId);
        session.setMimeMessageInputStreamSource(source);
        byte[] received = stamp.map(field -> field.field(session, queueId)).orElse("").getBytes(StandardCharsets.US_ASCII);
        TracedMessage traced = TracedMessage.of(session, trace, queueId);
        return new MessageReceiver(source.getWritableOutputStream(), received, session.getConfiguration().getMaxMessageSize(),
            parsed -> {
                traced.read(parsed);
                return complete(session, new StoredMessage(source, parsed, received.length));
            }, traced::answered);
    }

    /** Nothing binary is ever queued: the hooks and the checks see the message that goes out. */
    private Response complete(SubmissionSession session, StoredMessage message) {
        if (Transaction.body(session) != BodyType.BINARY) {
            return take(session, message);
        }
        try {
            Reencoding binaryParts = message.binaryParts();
            if (binaryParts.breaksSignature()) {
                return refuse(session, message, Replies.binaryUnderSignature());
            }
            if (!binaryParts.isComplete()) {
                return refuse(session, message, Replies.binaryCannotBeEncoded());
            }
            return take(session, binaryParts.isNeeded() ? message.replacedBy(session, binaryParts) : message);
        } catch (IOException e) {
            LOGGER.error("Message {} could not be encoded", message.queueId(), e);
            return Answers.of(DialogueReplies.storageFault());
        }
    }

    private Response take(SubmissionSession session, StoredMessage message) {
        Envelope envelope = new Envelope(
            session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseThrow(),
            session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElseThrow(),
            Transaction.options(session).smtpUtf8());
        Submission submission = new Submission(Connection.identity(session).orElseThrow(), envelope, message.parsed().header(),
            message.parsed().body());
        List<Check> always = Transaction.body(session) == BodyType.BINARY ? ALWAYS_OF_BINARY : ALWAYS;
        Optional<Reply> refusal = StandardChecks.firstOf(always, submission,
            check -> TracedSession.refusedBy(session, check.name())).answer();
        if (refusal.isPresent()) {
            return refuse(session, message, refusal.get());
        }
        session.setAttachment(CheckMessage.SUBMISSION, submission, State.Transaction);
        try {
            MailImpl mail = MailImpl.builder()
                .name(message.queueId())
                .sender(envelope.reversePath())
                .addRecipients(envelope.recipients())
                .build();
            mail.setMessageContent(message.source());
            return hooks.orElseThrow().ask(session, mail, message.source()).orElseGet(() -> Answers.of(Replies.localFault()));
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("Message {} could not be taken", message.queueId(), e);
            return Answers.of(Replies.localFault());
        }
    }

    private static Response refuse(SubmissionSession session, StoredMessage message, Reply reply) {
        LOGGER.info("message refused id={} user={} client={} reply=\"{}\"", message.queueId(), session.getUsername().asString(),
            Connection.clientAddress(session), reply.withoutQuotation());
        return Answers.of(reply);
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(MessageHooks.class, StampReceived.class);
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        if (kind == MessageHooks.class) {
            hooks = handlers.stream().map(MessageHooks.class::cast).findFirst();
        } else {
            stamp = handlers.stream().map(StampReceived.class::cast).findFirst();
        }
    }
}
