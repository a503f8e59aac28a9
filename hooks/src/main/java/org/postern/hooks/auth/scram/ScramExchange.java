// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

import org.postern.accounts.Client;
import org.postern.accounts.Proof;
import org.postern.accounts.ScramLogin;
import org.postern.accounts.ScramLogin.Attempt;
import org.postern.accounts.ScramLogin.Beginning;
import org.postern.accounts.ScramLogin.Outcome;
import org.postern.hooks.auth.SaslExchange;

/**
 * One client's way through SCRAM (RFC 5802 §5). What goes wrong is told by SMTP's own reply to AUTH, as RFC 4954 has it, and not by an
 * {@code e=} message that the client would have to answer first. The server's signature is a challenge, which the client answers
 * with an empty line (RFC 4954 §4).
 */
final class ScramExchange implements SaslExchange {
    private interface State {
        Step next(byte[] response);
    }

    private final Client client;
    private final ScramLogin logins;
    private final ChannelPolicy channel;
    private final String serverNonce;
    private State state = this::first;
    private String claimed = "";
    private Optional<Proof> proved = Optional.empty();

    ScramExchange(Client client, ScramLogin logins, ChannelPolicy channel, String serverNonce) {
        this.client = client;
        this.logins = logins;
        this.channel = channel;
        this.serverNonce = serverNonce;
    }

    @Override
    public Step start() {
        return new Step.Challenge(new byte[0]);
    }

    @Override
    public Step next(byte[] response) {
        return state.next(response);
    }

    @Override
    public String claimed() {
        return claimed;
    }

    @Override
    public Optional<Proof> proved() {
        return proved;
    }

    private Step first(byte[] response) {
        Optional<ClientFirst> parsed = ClientFirst.parse(response);
        if (parsed.isEmpty()) {
            return new Step.Failed("", "malformed first message");
        }
        ClientFirst message = parsed.get();
        claimed = message.name();
        Optional<String> objection = channel.objection(message.binding());
        if (objection.isPresent()) {
            return new Step.Failed(message.name(), objection.get());
        }
        Beginning beginning = logins.begin(client, message.name());
        if (beginning instanceof Beginning.LockedOut lockedOut) {
            return new Step.LockedOut(message.name(), lockedOut.left());
        }
        if (beginning instanceof Beginning.Unavailable unavailable) {
            return new Step.Unavailable(message.name(), unavailable.cause());
        }
        Attempt attempt = ((Beginning.Begun) beginning).attempt();
        String answer = "r=" + message.nonce() + serverNonce + ",s=" + Base64.getEncoder().encodeToString(attempt.salt())
            + ",i=" + attempt.iterations();
        state = next -> last(message, answer, attempt, next);
        return challenge(answer);
    }

    private Step last(ClientFirst first, String answer, Attempt attempt, byte[] response) {
        Optional<ClientFinal> parsed = ClientFinal.parse(response);
        if (parsed.isEmpty()) {
            return new Step.Failed(first.name(), "malformed final message");
        }
        ClientFinal message = parsed.get();
        if (!MessageDigest.isEqual(message.binding(), expectedBinding(first))) {
            return new Step.Failed(first.name(), "bound to another channel");
        }
        if (!message.nonce().equals(first.nonce() + serverNonce)) {
            return new Step.Failed(first.name(), "other nonce");
        }
        String authMessage = first.bare() + "," + answer + "," + message.withoutProof();
        Outcome outcome = attempt.prove(authMessage.getBytes(StandardCharsets.UTF_8), message.proof());
        if (outcome instanceof Outcome.LockedOut lockedOut) {
            return new Step.LockedOut(first.name(), lockedOut.left());
        }
        if (outcome instanceof Outcome.Proved right) {
            proved = Optional.of(right.proof());
            state = next -> acknowledged(first, right.proof(), next);
            return challenge("v=" + Base64.getEncoder().encodeToString(right.signature()));
        }
        return new Step.Failed(first.name(), "credentials");
    }

    private static Step acknowledged(ClientFirst first, Proof proof, byte[] response) {
        return response.length == 0
            ? Step.authenticated(proof, first.name(), first.authorization())
            : new Step.Failed(first.name(), "more than an empty line behind the signature");
    }

    private byte[] expectedBinding(ClientFirst first) {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(first.header().getBytes(StandardCharsets.UTF_8));
        expected.writeBytes(channel.data(first.binding()));
        return expected.toByteArray();
    }

    private static Step challenge(String text) {
        return new Step.Challenge(text.getBytes(StandardCharsets.UTF_8));
    }
}
