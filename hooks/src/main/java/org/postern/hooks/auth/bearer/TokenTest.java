// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.bearer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.postern.accounts.Proof;
import org.postern.accounts.oauth.TokenLogin;
import org.postern.accounts.oauth.TokenLogin.Outcome;
import org.postern.accounts.oauth.TokenRefusal;
import org.postern.bridge.UserNames;
import org.postern.hooks.auth.Peer;
import org.postern.hooks.auth.SaslExchange;
import org.postern.hooks.auth.SaslExchange.Step;

/** The exchange of both mechanisms: the client speaks once, and hears why when that was no good. */
public class TokenTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TokenLogin logins;

    @Inject
    public TokenTest(TokenLogin logins) {
        this.logins = logins;
    }

    /** How a mechanism writes things down. */
    interface Notation {
        BearerMessage read(byte[] response);

        Map<String, String> explain(TokenRefusal.Error error, TokenLogin.Hint hint);
    }

    boolean isOffered() {
        return logins.isOffered();
    }

    SaslExchange begin(Peer peer, Notation notation) {
        return new SaslExchange() {
            @Override
            public Step start() {
                return new Step.Challenge(new byte[0]);
            }

            @Override
            public Step next(byte[] response) {
                return test(peer, notation.read(response), notation);
            }
        };
    }

    private Step test(Peer peer, BearerMessage message, Notation notation) {
        String claimed = message.name();
        if (message.token().isEmpty()) {
            return explained(notation.explain(TokenRefusal.Error.INVALID_REQUEST, logins.hint()), new Step.Failed(claimed, "no token"));
        }
        Outcome outcome = logins.login(peer.client(), claimed, message.token().get());
        if (outcome instanceof Outcome.Proved proved) {
            return authenticated(claimed, proved.proof());
        }
        if (outcome instanceof Outcome.LockedOut lockedOut) {
            return new Step.LockedOut(claimed, lockedOut.left());
        }
        if (outcome instanceof Outcome.Unavailable unavailable) {
            return new Step.Unavailable(claimed, unavailable.cause());
        }
        TokenRefusal refusal = ((Outcome.Refused) outcome).refusal();
        return explained(notation.explain(refusal.error(), logins.hint()), new Step.Failed(claimed, refusal.getMessage()));
    }

    /** The name beside the token is who to act as; as a rule it is the person's own. */
    private static Step authenticated(String claimed, Proof proof) {
        try {
            return new Step.Authenticated(proof, claimed.isEmpty() ? proof.username() : UserNames.parse(claimed));
        } catch (IllegalArgumentException e) {
            return new Step.Failed(claimed, "no name to act as");
        }
    }

    private static Step explained(Map<String, String> explanation, Step.Failed failure) {
        try {
            return new Step.Explained(JSON.writeValueAsString(explanation).getBytes(StandardCharsets.UTF_8), failure);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }

    /** Its keys in the order in which they are put. */
    static Map<String, String> json(String status) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("status", status);
        return json;
    }
}
