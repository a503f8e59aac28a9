// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.List;
import java.util.Set;

import javax.inject.Inject;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.accounts.alerts.AccountWatch;
import org.postern.hooks.commands.Rcpt;

/**
 * Counts recipients that are refused for good, so that an account with many of them is noticed. One that is named twice in a message
 * counts once.
 */
public class WatchRecipients implements ProtocolHandlerResultHandler<Response, SMTPSession> {
    private static final AttachmentKey<Integer> COUNTED = AttachmentKey.of("POSTERN_RECIPIENTS_COUNTED", Integer.class);
    /** About the recipient (RFC 5321 §4.2.3), or their domain (RFC 7504 §4); others are about the command. */
    private static final Set<String> REFUSED = Set.of("550", "551", "552", "553", "556");

    private final AccountWatch watch;

    @Inject
    public WatchRecipients(AccountWatch watch) {
        this.watch = watch;
    }

    @Override
    public Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        if (handler instanceof Rcpt) {
            boolean isRefused = REFUSED.contains(response.getRetCode());
            if (isRefused || isNew(session)) {
                watch.recipients(Connection.accounts(session), 1, isRefused ? 1 : 0);
            }
        }
        return response;
    }

    /** Whether the message has one recipient more than before. */
    private static boolean isNew(ProtocolSession session) {
        int now = session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).map(List::size).orElse(0);
        return session.setAttachment(COUNTED, now, State.Transaction).orElse(0) < now;
    }
}
