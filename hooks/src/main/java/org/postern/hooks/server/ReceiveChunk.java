// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.postern.hooks.Answers;
import org.postern.hooks.Transaction;
import org.postern.hooks.commands.DataPrecondition;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/**
 * 3030: BDAT on Postern's own listener, and with it BODY=BINARYMIME. The octets behind a BDAT that is refused are taken off
 * the wire whatever they are: none of them is ever read as a command.
 */
public class ReceiveChunk implements CommandHandler<SubmissionSession>, EhloExtension, MailParametersHook, ExtensibleHandler {
    private static final List<String> COMMANDS = List.of("BDAT");
    private static final List<String> FEATURES = List.of("CHUNKING", "BINARYMIME");
    private static final String USAGE = "BDAT number-of-octets [LAST]";

    private Optional<Reception> reception = Optional.empty();

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return FEATURES;
    }

    @Override
    public String[] getMailParamNames() {
        return new String[] {"BODY"};
    }

    @Override
    public HookResult doMailParameter(SMTPSession session, String name, String value) {
        return HookResult.DECLINED;
    }

    /** No reply yet when the chunk is wanted. */
    @Override
    public Response onCommand(SubmissionSession session, Request request) {
        Optional<BdatArgument> argument = BdatArgument.parse(Optional.ofNullable(request.getArgument()).orElse("").trim());
        if (argument.isEmpty()) {
            return Answers.closing(DialogueReplies.unreadableChunkSize());
        }
        // From here its octets are no commands, whatever fails.
        session.receive(new RefusedChunk(argument.get().size()));
        boolean isWanted = false;
        try {
            Optional<Reply> refusal = refusal(session, argument.get());
            if (refusal.isPresent()) {
                return Answers.of(refusal.get());
            }
            if (session.chunked().isEmpty()) {
                session.receiveInChunks(reception.orElseThrow().open(session));
                Transaction.beginMessage(session);
            }
            session.receive(new Chunk(session, session.chunked().orElseThrow(), argument.get()));
            isWanted = true;
            return null;
        } finally {
            if (!isWanted) {
                // The message cannot be whole any more: what comes of it later finds no transaction.
                session.resetState();
            }
        }
    }

    private static Optional<Reply> refusal(SubmissionSession session, BdatArgument argument) {
        Optional<Reply> sequence = DataPrecondition.refusal(session);
        if (sequence.isPresent()) {
            return sequence;
        }
        if (!argument.wellFormed()) {
            return Optional.of(DialogueReplies.badSyntax(USAGE));
        }
        long limit = session.getConfiguration().getMaxMessageSize();
        long before = session.chunked().map(MessageReceiver::size).orElse(0L);
        return limit > 0 && argument.size() > limit - before ? Optional.of(DialogueReplies.messageTooBig(limit)) : Optional.empty();
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(Reception.class);
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        reception = handlers.stream().map(Reception.class::cast).findFirst();
    }
}
