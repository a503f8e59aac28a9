// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.Optional;

import javax.inject.Inject;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.postern.accounts.Suspensions;
import org.postern.submission.Reply;
import org.postern.submission.SendingReplies;

/**
 * Ends the sessions of an account that has been suspended, be it the one whose password was used or the one that they act as: with 421
 * at their next command, and a message that comes to its end meanwhile is refused. Postern's own listener asks it without waiting
 * for a command, too.
 */
public class StopSuspended implements ProtocolHandlerResultHandler<Response, SMTPSession>, JamesMessageHook {
    private final Suspensions suspensions;

    @Inject
    public StopSuspended(Suspensions suspensions) {
        this.suspensions = suspensions;
    }

    /** Why the session has to end now, if it has. */
    public Optional<Reply> farewell(ProtocolSession session) {
        return isSuspended(session) ? Optional.of(SendingReplies.sessionOfSuspended()) : Optional.empty();
    }

    /**
     * @param listener called after an account has been suspended
     * @return to be called when nobody listens any more
     */
    public Runnable whenSuspended(Runnable listener) {
        return suspensions.whenSuspended(listener);
    }

    private boolean isSuspended(ProtocolSession session) {
        return session.getUsername() != null && suspensions.isAnySuspended(Connection.accounts(session));
    }

    @Override
    public Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        if (!(handler instanceof CommandHandler) || response.isEndSession()) {
            return response;
        }
        return farewell(session).map(reply -> (Response) Answers.closing(reply)).orElse(response);
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        return isSuspended(session) ? Answers.hook(SendingReplies.messageOfSuspended()) : HookResult.DECLINED;
    }
}
