// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.bearer;

import java.util.Map;

import javax.inject.Inject;

import org.postern.accounts.oauth.TokenLogin;
import org.postern.accounts.oauth.TokenRefusal;
import org.postern.hooks.auth.Peer;
import org.postern.hooks.auth.SaslExchange;
import org.postern.hooks.auth.SaslMechanism;

/**
 * XOAUTH2: Google's, and Microsoft's, which came before {@link OAuthBearer} and which many mail programs know alone. Offered
 * together with it. The name beside the token is who to act as, as there.
 */
public final class XOAuth2 implements SaslMechanism {
    private final TokenTest tokens;

    @Inject
    public XOAuth2(TokenTest tokens) {
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "XOAUTH2";
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
                return BearerMessage.ofXOAuth2(response);
            }

            /** With 401 programs get another token; with 400 that would not help. */
            @Override
            public Map<String, String> explain(TokenRefusal.Error error, TokenLogin.Hint hint) {
                Map<String, String> json = TokenTest.json(error == TokenRefusal.Error.INVALID_TOKEN ? "401" : "400");
                json.put("schemes", "Bearer");
                hint.scope().ifPresent(scope -> json.put("scope", scope));
                return json;
            }
        });
    }
}
