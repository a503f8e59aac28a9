// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Answers;
import org.postern.hooks.Settings;
import org.postern.submission.DialogueReplies;

/**
 * Ends a session that makes too many errors of protocol or authentication, that says much and authenticates nobody, or that
 * goes on and on without ever sending a message: RSET, NOOP, refused recipients. A wrong address is the author's error and
 * counts in the last case only.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.commands.LimitErrors">
 *   <maxErrors>20</maxErrors>   <!-- errors in a session before it is closed with 421; 1 or more -->
 * </handler>
 * }</pre>
 */
public class LimitErrors implements ProtocolHandlerResultHandler<Response, SMTPSession>, ExtensibleHandler {
    private static final AttachmentKey<Integer> ERRORS = AttachmentKey.of("POSTERN_ERRORS", Integer.class);
    private static final Set<String> COUNTED = Set.of("500", "502", "503", "504", "530", "535", "538", "555");
    private static final int DEFAULT_MAX = 20;
    private static final AttachmentKey<Integer> UNAUTHENTICATED = AttachmentKey.of("POSTERN_UNAUTHENTICATED", Integer.class);
    /** Commands before authentication; four are enough. Replies to more would fill our memory at small cost to a stranger. */
    private static final int MOST_UNAUTHENTICATED = 100;
    private static final AttachmentKey<Integer> FRUITLESS = AttachmentKey.of("POSTERN_FRUITLESS", Integer.class);
    /** Commands since the last message that leave nothing behind. A program that keeps its connection with NOOP needs days for so many. */
    private static final int MOST_FRUITLESS = 10_000;
    private static final Set<String> FRUITFUL = Set.of("MAIL", "RCPT", "DATA", "BDAT", "AUTH", "STARTTLS", "QUIT");

    private int maxErrors = DEFAULT_MAX;
    private boolean isFirst = true;

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "LimitErrors", "maxErrors");
        maxErrors = Settings.atLeast(1, config, "maxErrors", DEFAULT_MAX);
    }

    @Override
    public Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        // James asks twice for a command: for its handler, and for the dispatcher that called it.
        if (!isFirst || !(handler instanceof CommandHandler<?> command)) {
            return response;
        }
        if (isTalkingOnly(session)) {
            return Answers.closing(DialogueReplies.tooManyCommands());
        }
        return isFruitless(session, response, command.getImplCommands())
            ? Answers.closing(DialogueReplies.tooManyFruitlessCommands())
            : count(session, response);
    }

    private static boolean isFruitless(ProtocolSession session, Response response, Collection<String> commands) {
        boolean isRefused = response.getRetCode().compareTo("500") >= 0;
        if (!isRefused && commands.stream().anyMatch(FRUITFUL::contains)) {
            return false;
        }
        int fruitless = session.getAttachment(FRUITLESS, State.Connection).orElse(0) + 1;
        session.setAttachment(FRUITLESS, fruitless, State.Connection);
        return fruitless > MOST_FRUITLESS;
    }

    /** A message has been accepted, and the session has a right to go on. */
    public static void messageAccepted(ProtocolSession session) {
        session.setAttachment(FRUITLESS, 0, State.Connection);
    }

    private static boolean isTalkingOnly(ProtocolSession session) {
        if (session.getUsername() != null) {
            return false;
        }
        int commands = session.getAttachment(UNAUTHENTICATED, State.Connection).orElse(0) + 1;
        session.setAttachment(UNAUTHENTICATED, commands, State.Connection);
        return commands > MOST_UNAUTHENTICATED;
    }

    /** The reply itself, or the one that ends the session. */
    public Response count(ProtocolSession session, Response response) {
        if (response == null || !isError(response)) {
            return response;
        }
        int errors = session.getAttachment(ERRORS, State.Connection).orElse(0) + 1;
        session.setAttachment(ERRORS, errors, State.Connection);
        return errors < maxErrors ? response : Answers.closing(DialogueReplies.tooManyErrors());
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(LimitErrors.class);
    }

    /** One with options stands before the one of the core handlers; counting twice would be wrong. */
    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        isFirst = handlers.get(0) == this;
    }

    private static boolean isError(Response response) {
        if (response.getRetCode().equals("501")) {
            return !response.getLines().get(0).toString().startsWith("501 5.1.");
        }
        return COUNTED.contains(response.getRetCode());
    }
}
