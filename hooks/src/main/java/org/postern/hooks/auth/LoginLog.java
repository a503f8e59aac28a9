// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import javax.inject.Inject;
import javax.inject.Singleton;

import com.google.common.base.Throwables;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.postern.accounts.Client;
import org.postern.accounts.Proof;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.submission.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each login and each refusal, for people and for programs such as fail2ban, and the same for the trace:
 *
 * <pre>{@code
 * login accepted client=192.0.2.7 … mechanism=PLAIN by=people user=ann@example.org as=ann@example.org
 * login refused client=192.0.2.7 … mechanism=PLAIN reason=credentials user=ann@example.org
 * login refused client=192.0.2.7 … mechanism=PLAIN reason=delegation user=ann@example.org as=boss@example.org
 * login locked-out client=192.0.2.7 … mechanism=PLAIN seconds=60 user="ann \"the boss\""
 * login impossible client=192.0.2.7 … mechanism=PLAIN reason="java.net.ConnectException: no" user=ann@example.org
 * login doubtful client=192.0.2.7 … mechanism=PLAIN reason="java.net.ConnectException: no" user=ann@example.org
 * login abandoned client=192.0.2.7 … mechanism=LOGIN reason=disconnected user=ann@example.org
 * login abandoned client=192.0.2.7 … mechanism=SCRAM-SHA-256 reason=proved user=ann@example.org
 *
 * … is: listener=submission session=1f3a7c tls="TLSv1.3 TLS_AES_256_GCM_SHA384"
 * }</pre>
 *
 * <p>A value stands between quotes unless it is a plain word; a quote or a backslash in it has a backslash before it. What we
 * know stands before what the client says, so that no name can pass for another client's address. New fields come between the
 * two.
 */
@Singleton
public class LoginLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(LoginLog.class);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@._:/+%*-]+");
    private static final int SHOWN = 120;

    private final Clock clock = Clock.systemUTC();
    private final Trace trace;
    private final Metric accepted;
    private final Metric refused;
    private final Metric lockedOut;
    private final Metric impossible;
    private final Metric doubtful;
    private final Metric abandoned;

    private enum Outcome {
        ACCEPTED, REFUSED, LOCKED_OUT, IMPOSSIBLE, DOUBTFUL, ABANDONED;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Inject
    public LoginLog(MetricFactory metrics, Trace trace) {
        this.trace = trace;
        accepted = metrics.generate("posternLoginsAccepted");
        refused = metrics.generate("posternLoginsRefused");
        lockedOut = metrics.generate("posternLoginsLockedOut");
        impossible = metrics.generate("posternLoginsImpossible");
        doubtful = metrics.generate("posternLoginsDoubtful");
        abandoned = metrics.generate("posternLoginsAbandoned");
    }

    void accepted(Client client, String mechanism, Proof proof, Username as) {
        accepted.increment();
        LOGGER.info("login accepted {} by={} user={} as={}", origin(client, mechanism), value(proof.by()),
            value(proof.username().asString()), value(as.asString()));
        trace.record(event(Kind.LOGIN, client, mechanism, proof.username().asString()).with(Map.of(
            TraceField.BY, proof.by(), TraceField.USER, as.asString(), TraceField.OUTCOME, Outcome.ACCEPTED.word())));
    }

    /** @param reason in a word or two */
    void refused(Client client, String mechanism, String claimed, String reason) {
        refused.increment();
        LOGGER.info("login refused {} reason={} user={}", origin(client, mechanism), value(reason), value(claimed));
        trace.record(refusal(client, mechanism, claimed, Outcome.REFUSED, reason));
    }

    /** The person is known, and may not act as the other. */
    void refusedToActAs(Client client, String mechanism, Username user, Username other) {
        refused.increment();
        LOGGER.info("login refused {} reason=delegation user={} as={}", origin(client, mechanism), value(user.asString()),
            value(other.asString()));
        trace.record(refusal(client, mechanism, user.asString(), Outcome.REFUSED, "delegation").with(TraceField.USER, other.asString()));
    }

    /** Nobody looked at the secret. */
    void lockedOut(Client client, String mechanism, String claimed, long seconds) {
        lockedOut.increment();
        LOGGER.info("login locked-out {} seconds={} user={}", origin(client, mechanism), seconds, value(claimed));
        trace.record(refusal(client, mechanism, claimed, Outcome.LOCKED_OUT, "locked out for " + seconds + " s"));
    }

    /** It is our fault. A store that is silent, or has too much to do, is so for many logins: the trace of one is no news. */
    void impossible(Client client, String mechanism, String claimed, Exception cause) {
        impossible.increment();
        trace.record(refusal(client, mechanism, claimed, Outcome.IMPOSSIBLE, "impossible: " + cause));
        fault("login impossible " + fields(client, mechanism, claimed, cause), cause);
    }

    /** It is our fault that nobody can say no; but the secret was a wrong one for a store that did answer. */
    void doubtful(Client client, String mechanism, String claimed, Exception cause) {
        doubtful.increment();
        trace.record(refusal(client, mechanism, claimed, Outcome.DOUBTFUL, "doubtful: " + cause));
        fault("login doubtful " + fields(client, mechanism, claimed, cause), cause);
    }

    private static String fields(Client client, String mechanism, String claimed, Exception cause) {
        return origin(client, mechanism) + " reason=" + value(cause.toString()) + " user=" + value(claimed);
    }

    private static void fault(String line, Exception cause) {
        if (Throwables.getCausalChain(cause).stream().anyMatch(TimeoutException.class::isInstance)) {
            LOGGER.error("{}", line);
        } else {
            LOGGER.error("{}", line, cause);
        }
    }

    /** The client has gone, or will not go on; it has shown nothing of a secret, or, when the reason says so, knows that it is right. */
    void abandoned(Client client, String mechanism, String claimed, String reason) {
        abandoned.increment();
        LOGGER.info("login abandoned {} reason={} user={}", origin(client, mechanism), value(reason), value(claimed));
        trace.record(refusal(client, mechanism, claimed, Outcome.ABANDONED, "abandoned: " + reason));
    }

    private TraceEvent refusal(Client client, String mechanism, String claimed, Outcome outcome, String reason) {
        return event(Kind.LOGIN_REFUSED, client, mechanism, claimed).with(Map.of(
            TraceField.OUTCOME, outcome.word(), TraceField.REASON, reason));
    }

    private TraceEvent event(Kind kind, Client client, String mechanism, String account) {
        return TraceEvent.ofSession(clock.instant(), kind, client.session()).with(Map.of(
            TraceField.CLIENT, client.address(), TraceField.LISTENER, client.listener(), TraceField.TLS, client.tls(),
            TraceField.MECHANISM, mechanism, TraceField.ACCOUNT, account));
    }

    private static String origin(Client client, String mechanism) {
        return "client=" + value(client.address()) + " listener=" + value(client.listener()) + " session=" + value(client.session())
            + " tls=" + value(client.tls()) + " mechanism=" + value(mechanism);
    }

    /** No text of a client's can end its own value or begin another line. */
    static String value(String text) {
        String shown = Printable.line(text, SHOWN);
        return PLAIN.matcher(shown).matches() ? shown : '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
