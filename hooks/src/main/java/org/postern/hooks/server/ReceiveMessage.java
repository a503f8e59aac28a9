// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.postern.hooks.Answers;
import org.postern.hooks.CheckMessage;
import org.postern.hooks.Connection;
import org.postern.hooks.StampReceived;
import org.postern.hooks.Transaction;
import org.postern.hooks.commands.DataPrecondition;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Envelope;
import org.postern.submission.Replies;
import org.postern.submission.Reply;
import org.postern.submission.Submission;
import org.postern.submission.checks.LineEndings;
import org.postern.submission.header.ParsedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DATA (RFC 5321 §4.1.1.4) on Postern's own listener: octets go to the store and past the scanner in the same pass. CR or
 * LF alone in the message is refused whichever checks are on: it is how messages are smuggled past the next server.
 */
public class ReceiveMessage implements CommandHandler<SubmissionSession>, ExtensibleHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReceiveMessage.class);
    private static final LineEndings LINE_ENDINGS = new LineEndings();
    private static final List<String> COMMANDS = List.of("DATA");

    private Optional<MessageHooks> hooks = Optional.empty();
    private Optional<StampReceived> stamp = Optional.empty();

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public Response onCommand(SubmissionSession session, Request request) {
        Optional<Reply> refusal = DataPrecondition.refusal(session, request.getArgument());
        if (refusal.isPresent()) {
            return Answers.of(refusal.get());
        }
        String queueId = MailImpl.getId();
        MimeMessageInputStreamSource source = MimeMessageInputStreamSource.create(queueId);
        session.setMimeMessageInputStreamSource(source);
        String received = stamp.map(field -> field.field(session, queueId)).orElse("");
        session.receive(new MessageReceiver(source.getWritableOutputStream(), received.getBytes(StandardCharsets.US_ASCII),
            session.getConfiguration().getMaxMessageSize(), parsed -> complete(session, queueId, source, parsed)));
        return new SMTPResponse("354", DialogueReplies.SEND_MESSAGE);
    }

    private Response complete(SubmissionSession session, String queueId, MimeMessageInputStreamSource source, ParsedMessage parsed) {
        Envelope envelope = new Envelope(
            session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseThrow(),
            session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElseThrow(),
            Transaction.options(session).smtpUtf8());
        Submission submission = new Submission(Connection.identity(session).orElseThrow(), envelope, parsed.header(), parsed.body());
        Optional<Reply> smuggling = LINE_ENDINGS.check(submission).answer();
        if (smuggling.isPresent()) {
            LOGGER.info("message refused id={} user={} client={} reply=\"{}\"", queueId, session.getUsername().asString(),
                Connection.clientAddress(session), smuggling.get().withoutQuotation());
            return Answers.of(smuggling.get());
        }
        session.setAttachment(CheckMessage.SUBMISSION, submission, State.Transaction);
        try {
            MailImpl mail = MailImpl.builder()
                .name(queueId)
                .sender(envelope.reversePath())
                .addRecipients(envelope.recipients())
                .build();
            mail.setMessageContent(source);
            return hooks.orElseThrow().ask(session, mail, source).orElseGet(() -> Answers.of(Replies.localFault()));
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("Message {} could not be taken", queueId, e);
            return Answers.of(Replies.localFault());
        }
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
