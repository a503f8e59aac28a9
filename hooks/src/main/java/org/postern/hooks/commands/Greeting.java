// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.Optional;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;

/** The first line of a session (RFC 5321 §4.3.1): {@code smtpGreeting} of the listener, or the host's name. */
public class Greeting implements ConnectHandler<SMTPSession> {
    @Override
    public Response onConnect(SMTPSession session) {
        return new SMTPResponse("220", Optional.ofNullable(session.getConfiguration().getGreeting())
            .orElseGet(() -> session.getConfiguration().getHelloName() + " ESMTP Postern"));
    }
}
