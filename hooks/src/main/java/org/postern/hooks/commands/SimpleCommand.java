// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;

/** A handler of commands that nothing hooks into. */
abstract class SimpleCommand implements CommandHandler<SMTPSession> {
    private final Set<String> names;

    SimpleCommand(String... names) {
        this.names = Set.of(names);
    }

    @Override
    public Collection<String> getImplCommands() {
        return names;
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        return answer(session, request, argument(request));
    }

    /** @param argument trimmed; empty when there is none */
    abstract Response answer(SMTPSession session, Request request, String argument);

    static String argument(Request request) {
        return Optional.ofNullable(request.getArgument()).map(String::trim).orElse("");
    }
}
