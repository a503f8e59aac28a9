// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import javax.inject.Inject;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.postern.hooks.Answers;
import org.postern.hooks.AnswersLater;
import org.postern.hooks.Connection;
import org.postern.hooks.LateReply;
import org.postern.hooks.Settings;
import org.postern.hooks.auth.SaslExchange.Step;
import org.postern.hooks.commands.Ehlo;
import org.postern.hooks.commands.HelpPage;
import org.postern.hooks.commands.LimitErrors;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/**
 * AUTH (RFC 4954), never in clear text: 4954-4 (no password before TLS), 4954-4a (base64), 4954-4b (line length), 4954-4c
 * (sequence), 4954-4d and 4954-6 (see {@link Logins}). Whatever may take time is done away from the threads of the dialogue,
 * where the session knows how.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.auth.Auth">
 *   <mechanisms>PLAIN LOGIN</mechanisms>   <!-- those of this listener, in the order of announcement; default: all that can work -->
 * </handler>
 * }</pre>
 */
public class Auth implements CommandHandler<SMTPSession>, DisconnectHandler<SMTPSession>, EhloExtension, ExtensibleHandler {
    private static final List<String> COMMANDS = List.of("AUTH");
    /** In octets, CR LF not counted. */
    private static final int MAX_LINE = 12_288;
    private static final String CANCEL = "*";
    private static final String EMPTY_RESPONSE = "=";

    private final Logins logins;
    private Mechanisms mechanisms;
    private boolean isFirst = true;
    private final List<LimitErrors> limits = new ArrayList<>();
    private final List<HelpPage> helpPages = new ArrayList<>();

    @Inject
    public Auth(Mechanisms mechanisms, Logins logins) {
        this.mechanisms = mechanisms;
        this.logins = logins;
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "Auth", "mechanisms");
        mechanisms = mechanisms.chosen(config);
    }

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        if (!isFirst || !session.isTLSStarted() || Connection.isLoggedIn(session)) {
            return List.of();
        }
        String names = mechanisms.names(Peer.of(session));
        if (names.isEmpty()) {
            return List.of();
        }
        // The second is how it was written before RFC 2554, and all that some devices look for.
        return List.of("AUTH " + names, "AUTH=" + names);
    }

    /** Those from one of which a client should show a certificate when TLS begins; empty when no mechanism here asks for one. */
    public List<X509Certificate> authorities() {
        return mechanisms.authorities();
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        if (!isFirst) {
            // The first has it in hand: James asks the next one when there is no reply yet.
            return null;
        }
        String[] words = Optional.ofNullable(request.getArgument()).orElse("").trim().split(" +", 2);
        Optional<Reply> refusal = refuse(session, words[0]);
        if (refusal.isPresent()) {
            return Answers.of(refusal.get());
        }
        Peer peer = Peer.of(session);
        Optional<SaslMechanism> mechanism = mechanisms.find(words[0], peer);
        if (mechanism.isEmpty()) {
            return Answers.of(mechanisms.isTooWeak(words[0])
                ? DialogueReplies.mechanismTooWeak(words[0], mechanisms.names(peer))
                : DialogueReplies.unknownMechanism(words[0], mechanisms.names(peer)));
        }
        Exchange exchange = new Exchange(session, mechanism.get().name(), peer, logins.moment(), mechanism.get().begin(peer));
        if (words.length == 1) {
            return exchange.answer(session, exchange.sasl().start()).response();
        }
        return exchange.respond(session, words[1].equals(EMPTY_RESPONSE) ? "" : words[1], UnaryOperator.identity());
    }

    @Override
    public void onDisconnect(SMTPSession session) {
        RunningExchange.disconnected(session);
    }

    private Optional<Reply> refuse(SMTPSession session, String mechanism) {
        if (Connection.isLoggedIn(session)) {
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
        return Optional.empty();
    }

    /** One client's exchange, in lines. */
    private final class Exchange {
        private final String mechanism;
        private final Peer peer;
        private final long moment;
        private final SaslExchange sasl;
        private final RunningExchange running;

        Exchange(SMTPSession session, String mechanism, Peer peer, long moment, SaslExchange sasl) {
            this.mechanism = mechanism;
            this.peer = peer;
            this.moment = moment;
            this.sasl = sasl;
            this.running = RunningExchange.begin(session, reason -> logins.abandoned(peer, mechanism, sasl, reason));
        }

        SaslExchange sasl() {
            return sasl;
        }

        /** @param atOnce what becomes of a reply that is given here and now */
        Response respond(SMTPSession session, String line, UnaryOperator<Response> atOnce) {
            if (line.length() > MAX_LINE) {
                running.abandon("line too long");
                return atOnce.apply(Answers.of(DialogueReplies.authLineTooLong(MAX_LINE)));
            }
            byte[] response;
            try {
                response = Base64.getDecoder().decode(line);
            } catch (IllegalArgumentException e) {
                running.abandon("broken base64");
                return atOnce.apply(Answers.of(DialogueReplies.brokenBase64()));
            }
            running.answered();
            if (!(session instanceof AnswersLater patient)) {
                return atOnce.apply(test(session, response).response());
            }
            long beginning = System.nanoTime();
            patient.answerLater(() -> {
                LateReply late = test(session, response).from(beginning);
                return new LateReply(judged(session, late.response()), late.heldBack());
            });
            return null;
        }

        private LateReply test(SMTPSession session, byte[] response) {
            try {
                return answer(session, sasl.next(response));
            } catch (RuntimeException e) {
                return answer(session, new Step.Unavailable("", e));
            }
        }

        LateReply answer(SMTPSession session, Step step) {
            if (step instanceof Step.Challenge challenge) {
                running.challenged();
                return challenge(session, challenge.octets(), Duration.ZERO, line -> continued(session, line));
            }
            if (step instanceof Step.Explained explained) {
                LateReply refusal = conclude(session, explained.failure());
                return challenge(session, explained.octets(), refusal.heldBack(), line -> judged(session,
                    Answers.of(line.equals(CANCEL) ? DialogueReplies.authenticationCancelled() : DialogueReplies.tokenRefused())));
            }
            return conclude(session, step);
        }

        private LateReply conclude(SMTPSession session, Step step) {
            LateReply reply = logins.conclude(session, peer, mechanism, moment, step);
            if (step instanceof Step.Failed) {
                logins.notice(peer, sasl);
            }
            running.concluded();
            return reply;
        }

        private LateReply challenge(SMTPSession session, byte[] octets, Duration heldBack, Function<String, Response> answer) {
            session.<SMTPSession>pushLineHandler((sameSession, line) -> {
                session.popLineHandler();
                return answer.apply(new String(line, StandardCharsets.US_ASCII).trim());
            });
            return new LateReply(new SMTPResponse("334", Base64.getEncoder().encodeToString(octets)), heldBack);
        }

        private Response continued(SMTPSession session, String line) {
            if (line.equals(CANCEL)) {
                running.abandon("cancelled");
                return judged(session, Answers.of(DialogueReplies.authenticationCancelled()));
            }
            return respond(session, line, reply -> judged(session, reply));
        }
    }

    /** James asks nobody about the reply to a line that is no command, nor about a late one. */
    private Response judged(SMTPSession session, Response response) {
        Response explained = helpPages.isEmpty() ? response : helpPages.get(0).explain(response);
        return limits.isEmpty() ? explained : limits.get(0).count(session, explained);
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(LimitErrors.class, HelpPage.class, Auth.class);
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        if (kind == LimitErrors.class) {
            handlers.forEach(handler -> limits.add((LimitErrors) handler));
        } else if (kind == HelpPage.class) {
            handlers.forEach(handler -> helpPages.add((HelpPage) handler));
        } else {
            // One with options stands before the one of the core handlers, which then has nothing to say.
            isFirst = handlers.get(0) == this;
        }
    }
}
