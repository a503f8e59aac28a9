// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.postern.accounts.oauth.IssuerSettings.Introspection;

/** Where an issuer tells what a token is worth (RFC 7662). */
final class IntrospectionEndpoint {
    private final Introspection settings;
    private final IssuerHttp http;
    private final IssuerWait issuer;
    private final String authorization;

    IntrospectionEndpoint(Introspection settings, IssuerHttp http, IssuerWait issuer) {
        this.settings = settings;
        this.http = http;
        this.issuer = issuer;
        // RFC 6749 §2.3.1.
        String credentials = form(settings.clientId()) + ":" + form(settings.secret().text());
        authorization = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII));
    }

    boolean isAskedAboutSigned() {
        return settings.all();
    }

    /** @throws IssuerFailure when there is no answer now */
    Claims ask(AccessToken token) throws IssuerFailure, InterruptedException {
        String question = "token=" + form(token.text()) + "&token_type_hint=access_token";
        return new Claims(issuer.await(() -> http.post(settings.url(), question, authorization)));
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
