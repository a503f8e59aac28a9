// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.text.ParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;

/** The tokens that an issuer has signed (RFC 7515, RFC 7519). */
final class SignedTokens {
    /** RFC 9068 §2.1; many issuers write JWT or nothing. What is no access token, such as logout+jwt, has another one. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt", "application/jwt");
    /** RFC 7518 §3.3. */
    private static final int LEAST_RSA_BITS = 2048;

    private final IssuerSettings issuer;
    private final IssuerKeys keys;

    SignedTokens(IssuerSettings issuer, IssuerKeys keys) {
        this.issuer = issuer;
        this.keys = keys;
    }

    /** A token that is signed, as far as one can see, and by whom it says. */
    record Read(JWSObject token, Claims claims) {
        /** Empty when it is none that can be read here, or not signed at all. */
        static Optional<Read> of(AccessToken token) {
            try {
                JWSObject read = JWSObject.parse(token.text());
                Optional<Map<String, Object>> claims = Optional.ofNullable(read.getPayload().toJSONObject());
                return claims.map(json -> new Read(read, new Claims(json)));
            } catch (ParseException | RuntimeException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "token";
        }
    }

    /**
     * Holds when the issuer has signed it.
     *
     * @throws TokenRefusal when it has not
     * @throws IssuerFailure when that is not known now
     */
    void check(Read token) throws TokenRefusal, IssuerFailure, InterruptedException {
        JWSHeader header = token.token().getHeader();
        if (header.getType() != null && !TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT))) {
            throw TokenRefusal.invalid("token of another type");
        }
        if (!issuer.algorithms().contains(header.getAlgorithm().getName())) {
            throw TokenRefusal.invalid("token with an algorithm that is not allowed");
        }
        for (JWK key : keys.of(header)) {
            if (isSigned(token.token(), key)) {
                return;
            }
        }
        throw TokenRefusal.invalid("token not signed by the issuer");
    }

    private static boolean isSigned(JWSObject token, JWK key) {
        try {
            Optional<JWSVerifier> verifier = verifier(key);
            return verifier.isPresent() && token.verify(verifier.get());
        } catch (JOSEException | RuntimeException e) {
            return false;
        }
    }

    private static Optional<JWSVerifier> verifier(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return rsa.size() < LEAST_RSA_BITS ? Optional.empty() : Optional.of(new RSASSAVerifier(rsa));
        }
        if (key instanceof ECKey curve) {
            return Optional.of(new ECDSAVerifier(curve));
        }
        return key instanceof OctetKeyPair pair ? Ed25519Verifier.of(pair) : Optional.empty();
    }
}
