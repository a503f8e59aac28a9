// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import javax.inject.Inject;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.accounts.alerts.AccountWatch;
import org.postern.hooks.commands.Rcpt;

/** Counts recipients that are refused for good, so that an account with many of them is noticed. */
public class WatchRecipients implements ProtocolHandlerResultHandler<Response, SMTPSession> {
    private final AccountWatch watch;

    @Inject
    public WatchRecipients(AccountWatch watch) {
        this.watch = watch;
    }

    @Override
    public Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        if (handler instanceof Rcpt && isAboutTheRecipient(response.getRetCode())) {
            watch.recipients(Connection.accounts(session), 1, response.getRetCode().startsWith("5") ? 1 : 0);
        }
        return response;
    }

    /** A command out of place says nothing about whom it names. */
    private static boolean isAboutTheRecipient(String code) {
        return code.startsWith("2") || code.startsWith("55");
    }
}
