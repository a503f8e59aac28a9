// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.postern.accounts.oauth.IssuerSettings.KeyLocation;

/** Fetches an issuer's keys, by way of the document that says where they are if need be. */
final class KeySource implements Supplier<CompletableFuture<JWKSet>> {
    private final IssuerSettings issuer;
    private final IssuerHttp http;

    KeySource(IssuerSettings issuer, IssuerHttp http) {
        this.issuer = issuer;
        this.http = http;
    }

    @Override
    public CompletableFuture<JWKSet> get() {
        CompletableFuture<URI> url = issuer.keys() instanceof KeyLocation.Discovery discovery
            ? http.get(discovery.url()).thenCompose(this::keySet)
            : CompletableFuture.completedFuture(((KeyLocation.KeySet) issuer.keys()).url());
        return url.thenCompose(http::get).thenCompose(this::parse);
    }

    /** OpenID Connect Discovery §4.3: what another issuer says is not for this one. */
    private CompletableFuture<URI> keySet(Map<String, Object> document) {
        Claims claims = new Claims(document);
        if (claims.text("issuer").filter(issuer.name()::equals).isEmpty()) {
            return CompletableFuture.failedFuture(new IssuerFailure("the document of " + issuer.name() + " is one of "
                + claims.text("issuer").orElse("nobody") + "; <url> of <issuer> has to be the same"));
        }
        Optional<URI> url = claims.text("jwks_uri").flatMap(SafeUrl::of);
        return url.map(CompletableFuture::completedFuture).orElseGet(() ->
            CompletableFuture.failedFuture(new IssuerFailure("the document of " + issuer.name() + " has no jwks_uri of https")));
    }

    private CompletableFuture<JWKSet> parse(Map<String, Object> json) {
        List<JWK> keys = objects(json).flatMap(KeySource::key).toList();
        return keys.isEmpty()
            ? CompletableFuture.failedFuture(new IssuerFailure(issuer.name() + " has no keys that can be read"))
            : CompletableFuture.completedFuture(new JWKSet(keys));
    }

    private static Stream<Map<String, Object>> objects(Map<String, Object> json) {
        try {
            return Stream.ofNullable(JSONObjectUtils.getJSONObjectArray(json, "keys")).flatMap(Stream::of);
        } catch (ParseException e) {
            return Stream.empty();
        }
    }

    /** None of what is no public key, or of a kind that nobody here knows: the others are good all the same (RFC 7517 §5). */
    private static Stream<JWK> key(Map<String, Object> json) {
        try {
            return Stream.ofNullable(JWK.parse(json).toPublicJWK());
        } catch (ParseException | RuntimeException e) {
            return Stream.empty();
        }
    }
}
