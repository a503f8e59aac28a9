// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.james.core.Username;
import org.postern.bridge.UserNames;

/** What has to be true of a token before it opens anything (RFC 7519 §4.1, RFC 9068 §4, RFC 8725 §3). */
final class ClaimRules {
    private static final String EMAIL = "email";

    private final IssuerSettings issuer;
    private final Clock clock;

    ClaimRules(IssuerSettings issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Of a token that anybody can read: it has to say itself whose it is and how long it is good. */
    Username personOfSigned(Claims claims) throws TokenRefusal {
        if (claims.text("iss").filter(issuer.name()::equals).isEmpty()) {
            throw TokenRefusal.invalid("token of another issuer");
        }
        if (claims.time("exp").isEmpty()) {
            throw TokenRefusal.invalid("token without an end");
        }
        return person(claims);
    }

    /** Of a token that the issuer was asked about: what it says once more has to be right. */
    Username personOfIntrospected(Claims claims) throws TokenRefusal {
        if (!claims.isTrue("active")) {
            throw TokenRefusal.invalid("token not active");
        }
        if (claims.text("iss").filter(name -> !name.equals(issuer.name())).isPresent()) {
            throw TokenRefusal.invalid("token of another issuer");
        }
        return person(claims);
    }

    private Username person(Claims claims) throws TokenRefusal {
        if (claims.texts("aud").stream().noneMatch(issuer.audiences()::contains)) {
            throw TokenRefusal.invalid("token for another audience");
        }
        checkTimes(claims);
        // RFC 8693 §4.2, and scp as some issuers call it.
        Stream<String> scopes = Stream.of("scope", "scp").flatMap(name -> claims.texts(name).stream())
            .flatMap(text -> Arrays.stream(text.split(" ")));
        if (issuer.scope().isPresent() && scopes.noneMatch(issuer.scope().get()::equals)) {
            throw TokenRefusal.insufficientScope();
        }
        return name(claims);
    }

    private void checkTimes(Claims claims) throws TokenRefusal {
        Instant now = clock.instant();
        Optional<Instant> end = claims.time("exp");
        if (end.isPresent() && !now.minus(issuer.skew()).isBefore(end.get())) {
            throw TokenRefusal.invalid("token expired");
        }
        for (String beginning : List.of("nbf", "iat")) {
            Optional<Instant> time = claims.time(beginning);
            if (time.isPresent() && time.get().isAfter(now.plus(issuer.skew()))) {
                throw TokenRefusal.invalid("token not valid yet");
            }
        }
    }

    /** From when on the token is good for nothing; empty when it does not say. */
    Optional<Instant> end(Claims claims) throws TokenRefusal {
        Instant latest = Instant.MAX.minus(issuer.skew());
        return claims.time("exp").map(end -> (end.isBefore(latest) ? end : latest).plus(issuer.skew()));
    }

    private Username name(Claims claims) throws TokenRefusal {
        String name = claims.text(issuer.identity()).orElseThrow(() -> TokenRefusal.invalid("token without " + issuer.identity()));
        // OpenID Connect Core §5.7: an address that nobody has verified may be anybody's.
        if (issuer.identity().equals(EMAIL) && !claims.isTrue("email_verified")) {
            throw TokenRefusal.invalid("token with an email that is not verified");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw noName();
        }
        try {
            return inItsDomains(UserNames.parse(name));
        } catch (IllegalArgumentException e) {
            throw noName();
        }
    }

    private Username inItsDomains(Username username) throws TokenRefusal {
        if (issuer.domains().isEmpty()) {
            return username;
        }
        Username full = username.withDefaultDomain(issuer.domains().get(0));
        if (full.getDomainPart().filter(issuer.domains()::contains).isEmpty()) {
            throw TokenRefusal.invalid("token of somebody for whom the issuer may not speak");
        }
        return full;
    }

    private TokenRefusal noName() {
        return TokenRefusal.invalid("token with no name as " + issuer.identity());
    }
}
