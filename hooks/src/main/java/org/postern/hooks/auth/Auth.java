// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.postern.hooks.Answers;
import org.postern.hooks.auth.SaslExchange.Step;
import org.postern.hooks.commands.Ehlo;
import org.postern.hooks.commands.HelpPage;
import org.postern.hooks.commands.LimitErrors;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/**
 * AUTH (RFC 4954), never in clear text: 4954-4 (no password before TLS), 4954-4a (base64), 4954-4b (line length), 4954-4c
 * (sequence), 4954-4d and 4954-6 (see {@link Logins}).
 */
public class Auth implements CommandHandler<SMTPSession>, EhloExtension, ExtensibleHandler {
    private static final List<String> COMMANDS = List.of("AUTH");
    /** In octets, CR LF not counted. */
    private static final int MAX_LINE = 12_288;
    private static final String CANCEL = "*";
    private static final String EMPTY_RESPONSE = "=";

    private final Map<String, SaslMechanism> mechanisms = new LinkedHashMap<>();
    private final Logins logins;
    private final List<LimitErrors> limits = new ArrayList<>();
    private final List<HelpPage> helpPages = new ArrayList<>();

    @Inject
    public Auth(PasswordTest passwords, Logins logins) {
        this.logins = logins;
        for (SaslMechanism mechanism : List.of(new Plain(passwords), new Login(passwords))) {
            mechanisms.put(mechanism.name(), mechanism);
        }
    }

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        if (!session.isTLSStarted() || session.getUsername() != null) {
            return List.of();
        }
        String names = String.join(" ", mechanisms.keySet());
        // The second is how it was written before RFC 2554, and all that some devices look for.
        return List.of("AUTH " + names, "AUTH=" + names);
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        String[] words = Optional.ofNullable(request.getArgument()).orElse("").trim().split(" +", 2);
        Optional<Reply> refusal = refuse(session, words[0]);
        if (refusal.isPresent()) {
            return Answers.of(refusal.get());
        }
        SaslMechanism mechanism = mechanisms.get(words[0].toUpperCase(Locale.ROOT));
        SaslExchange exchange = mechanism.begin();
        if (words.length == 1) {
            return answer(session, mechanism, exchange, exchange.start());
        }
        return respond(session, mechanism, exchange, words[1].equals(EMPTY_RESPONSE) ? "" : words[1]);
    }

    private Optional<Reply> refuse(SMTPSession session, String mechanism) {
        if (session.getUsername() != null) {
            return Optional.of(DialogueReplies.alreadyAuthenticated());
        }
        if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isPresent()) {
            return Optional.of(DialogueReplies.noAuthInTransaction());
        }
        if (!session.isTLSStarted()) {
            return Optional.of(DialogueReplies.encryptionRequired());
        }
        if (session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection).isEmpty()) {
            return Optional.of(DialogueReplies.sayEhloFirst());
        }
        if (Ehlo.wasHelo(session)) {
            return Optional.of(DialogueReplies.authNeedsEhlo());
        }
        if (mechanism.isEmpty()) {
            return Optional.of(DialogueReplies.badSyntax("AUTH mechanism [initial-response]"));
        }
        return mechanisms.containsKey(mechanism.toUpperCase(Locale.ROOT))
            ? Optional.empty()
            : Optional.of(DialogueReplies.unknownMechanism(mechanism, String.join(" ", mechanisms.keySet())));
    }

    private Response respond(SMTPSession session, SaslMechanism mechanism, SaslExchange exchange, String line) {
        if (line.length() > MAX_LINE) {
            return Answers.of(DialogueReplies.authLineTooLong(MAX_LINE));
        }
        byte[] response;
        try {
            response = Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException e) {
            return Answers.of(DialogueReplies.brokenBase64());
        }
        return answer(session, mechanism, exchange, exchange.next(response));
    }

    private Response answer(SMTPSession session, SaslMechanism mechanism, SaslExchange exchange, Step step) {
        if (step instanceof Step.Challenge challenge) {
            session.<SMTPSession>pushLineHandler((sameSession, line) -> {
                session.popLineHandler();
                return judged(session, continued(session, mechanism, exchange, new String(line, StandardCharsets.US_ASCII).trim()));
            });
            return new SMTPResponse("334", Base64.getEncoder().encodeToString(challenge.octets()));
        }
        return Answers.of(logins.conclude(session, mechanism.name(), step));
    }

    private Response continued(SMTPSession session, SaslMechanism mechanism, SaslExchange exchange, String line) {
        return line.equals(CANCEL)
            ? Answers.of(DialogueReplies.authenticationCancelled())
            : respond(session, mechanism, exchange, line);
    }

    /** A line of an exchange is no command, and James asks nobody about the reply to it. */
    private Response judged(SMTPSession session, Response response) {
        Response explained = helpPages.isEmpty() ? response : helpPages.get(0).explain(response);
        return limits.isEmpty() ? explained : limits.get(0).count(session, explained);
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(LimitErrors.class, HelpPage.class);
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        if (kind == LimitErrors.class) {
            handlers.forEach(handler -> limits.add((LimitErrors) handler));
        } else {
            handlers.forEach(handler -> helpPages.add((HelpPage) handler));
        }
    }
}
