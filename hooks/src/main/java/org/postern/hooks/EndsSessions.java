// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.Optional;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.JamesMessageHook;
import org.postern.submission.Reply;

/**
 * Has a session end with its next command when something has happened elsewhere, and takes none of its messages. Postern's own listener
 * asks it without waiting for a command, too.
 */
public interface EndsSessions extends ProtocolHandlerResultHandler<Response, SMTPSession>, JamesMessageHook {
    /** Why the session has to end now, if it has. Asked at every step: does not block. */
    Optional<Reply> farewell(ProtocolSession session);

    /**
     * Tells when sessions should be asked for.
     *
     * @param listener called when some may have to end
     * @return to be called when nobody listens any more
     */
    Runnable whenSomeEnd(Runnable listener);

    @Override
    default Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        if (!(handler instanceof CommandHandler) || response.isEndSession()) {
            return response;
        }
        return farewell(session).map(reply -> (Response) Answers.closing(reply)).orElse(response);
    }
}
