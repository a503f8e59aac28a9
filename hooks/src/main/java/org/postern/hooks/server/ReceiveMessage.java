// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.postern.hooks.Answers;
import org.postern.hooks.commands.DataPrecondition;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** DATA (RFC 5321 §4.1.1.4) on Postern's own listener. */
public class ReceiveMessage implements CommandHandler<SubmissionSession>, ExtensibleHandler {
    private static final List<String> COMMANDS = List.of("DATA");

    private Optional<Reception> reception = Optional.empty();

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
        session.receive(new DottedMessage(session, reception.orElseThrow().open(session)));
        return new SMTPResponse("354", DialogueReplies.SEND_MESSAGE);
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
