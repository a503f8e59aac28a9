// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** 6409-5.2: one line for each refused command, and only so many for one session, so that nobody fills the log. */
public class LogRefusals implements ProtocolHandlerResultHandler<Response, SMTPSession> {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogRefusals.class);
    private static final AttachmentKey<Integer> LOGGED = AttachmentKey.of("POSTERN_LOGGED", Integer.class);
    private static final int MOST = 50;

    @Override
    public Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        if (handler instanceof CommandHandler && response.getRetCode().compareTo("400") > 0) {
            int logged = session.getAttachment(LOGGED, State.Connection).orElse(0);
            if (logged < MOST) {
                session.setAttachment(LOGGED, logged + 1, State.Connection);
                LOGGER.info("command refused command={} user={} client={} session={} reply=\"{}\"", handler.getClass().getSimpleName(),
                    session.getUsername() == null ? "" : session.getUsername().asString(), Connection.clientAddress(session),
                    session.getSessionID(), response.getLines().get(0));
            }
        }
        return response;
    }
}
