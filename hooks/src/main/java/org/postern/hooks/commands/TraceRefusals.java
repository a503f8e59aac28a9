// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import javax.inject.Inject;

import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.hooks.TracedSession;

/** Tells the trace which commands of a submission are refused, of whom and to whom; so many of one session, as the log has it. */
public class TraceRefusals implements ProtocolHandlerResultHandler<Response, SMTPSession> {
    private static final AttachmentKey<Integer> TRACED = AttachmentKey.of("POSTERN_REFUSALS_TRACED", Integer.class);
    private static final int MOST = 50;
    private static final String MAIL = "MAIL";
    private static final String RCPT = "RCPT";
    private static final Set<String> COMMANDS = Set.of(MAIL, RCPT, "DATA", "BDAT");
    private static final String ACCEPTED = "250";

    private final Clock clock = Clock.systemUTC();
    private final Trace trace;

    @Inject
    public TraceRefusals(Trace trace) {
        this.trace = trace;
    }

    @Override
    public Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        if (handler instanceof CommandHandler<?> command) {
            command.getImplCommands().stream().filter(COMMANDS::contains).findFirst().ifPresent(name -> look(session, response, name));
        }
        return response;
    }

    private void look(ProtocolSession session, Response response, String command) {
        String path = TracedSession.takeNamed(session);
        String rule = TracedSession.takeRule(session);
        if (response.getRetCode().compareTo("400") > 0) {
            refused(session, response, new Command(command, path, rule));
        } else if (command.equals(MAIL) && response.getRetCode().equals(ACCEPTED)) {
            TracedSession.beginTransaction(session);
        }
    }

    private record Command(String name, String path, String refusedBy) {
    }

    private void refused(ProtocolSession session, Response response, Command command) {
        int traced = session.getAttachment(TRACED, State.Connection).orElse(0);
        if (traced >= MOST) {
            return;
        }
        session.setAttachment(TRACED, traced + 1, State.Connection);
        String sender = command.name().equals(MAIL) ? command.path() : session.getAttachment(SMTPSession.SENDER, State.Transaction)
            .flatMap(MaybeSender::asOptional).map(Object::toString).orElse("");
        trace.record(TraceEvent.ofSession(clock.instant(), Kind.REFUSED, session.getSessionID())
            .with(TracedSession.fields(session))
            .with(TraceField.COMMAND, command.name())
            .with(TraceField.RULE, command.refusedBy())
            .with(TraceField.SENDER, sender)
            .with(TraceField.REPLY, response.getLines().get(0).toString())
            .aboutText(command.name().equals(RCPT) && !command.path().isEmpty() ? List.of(command.path()) : List.of()));
    }
}
