// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.Optional;

import javax.inject.Inject;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.mailet.Mail;
import org.postern.accounts.Suspensions;
import org.postern.submission.Reply;
import org.postern.submission.SendingReplies;

/**
 * Ends the sessions of an account that has been suspended, be it the one whose password was used or the one that they act as: with 421
 * at their next command, and a message that comes to its end meanwhile is refused. While a directory is down, an account may have been
 * suspended under another of its names: those whose client gave that one end, too.
 */
public class StopSuspended implements EndsSessions {
    private static final String RULE = "suspensions";

    private final Suspensions suspensions;

    @Inject
    public StopSuspended(Suspensions suspensions) {
        this.suspensions = suspensions;
    }

    @Override
    public Optional<Reply> farewell(ProtocolSession session) {
        return isSuspended(session) ? Optional.of(SendingReplies.sessionOfSuspended()) : Optional.empty();
    }

    @Override
    public Runnable whenSomeEnd(Runnable listener) {
        return suspensions.whenSuspended(listener);
    }

    private boolean isSuspended(ProtocolSession session) {
        return session.getUsername() != null && suspensions.isAnySuspended(Connection.names(session));
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        if (!isSuspended(session)) {
            return HookResult.DECLINED;
        }
        TracedSession.refusedBy(session, RULE);
        return Answers.hook(SendingReplies.messageOfSuspended());
    }
}
