// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.bearer;

import java.util.Locale;
import java.util.Map;

import javax.inject.Inject;

import org.postern.accounts.oauth.TokenLogin;
import org.postern.accounts.oauth.TokenRefusal;
import org.postern.hooks.auth.Peer;
import org.postern.hooks.auth.SaslExchange;
import org.postern.hooks.auth.SaslMechanism;

/**
 * OAUTHBEARER (RFC 7628). Offered when {@code <oauth>} of {@code authentication.xml} names an issuer of tokens. A refused client
 * is told in JSON what was wrong and where it finds out how to get a better token.
 */
public final class OAuthBearer implements SaslMechanism {
    private final TokenTest tokens;

    @Inject
    public OAuthBearer(TokenTest tokens) {
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "OAUTHBEARER";
    }

    @Override
    public boolean isAvailable(Peer peer) {
        return tokens.isOffered();
    }

    @Override
    public SaslExchange begin(Peer peer) {
        return tokens.begin(peer, new TokenTest.Notation() {
            @Override
            public BearerMessage read(byte[] response) {
                return BearerMessage.ofOAuthBearer(response);
            }

            /** RFC 7628 §3.2.2. */
            @Override
            public Map<String, String> explain(TokenRefusal.Error error, TokenLogin.Hint hint) {
                Map<String, String> json = TokenTest.json(error.name().toLowerCase(Locale.ROOT));
                hint.scope().ifPresent(scope -> json.put("scope", scope));
                hint.discovery().ifPresent(url -> json.put("openid-configuration", url.toString()));
                return json;
            }
        });
    }
}
