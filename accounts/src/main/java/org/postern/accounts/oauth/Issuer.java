// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.time.Clock;
import java.util.Optional;

import org.apache.james.core.Username;
import org.postern.accounts.Means;
import org.postern.accounts.Proof;

/** Somebody whose word on people is taken here. */
final class Issuer {
    private final IssuerSettings settings;
    private final ClaimRules rules;
    private final SignedTokens signed;
    private final Optional<IntrospectionEndpoint> introspection;

    Issuer(IssuerSettings settings) {
        this(settings, Clock.systemUTC(), IssuerKeys.Times.USUAL);
    }

    Issuer(IssuerSettings settings, Clock clock, IssuerKeys.Times times) {
        this.settings = settings;
        IssuerHttp http = new IssuerHttp(settings.timeout());
        IssuerWait wait = new IssuerWait(settings.name(), settings.timeout());
        rules = new ClaimRules(settings, clock);
        signed = new SignedTokens(settings, new IssuerKeys(new KeySource(settings, http), wait, times, System::nanoTime));
        introspection = settings.introspection().map(endpoint -> new IntrospectionEndpoint(endpoint, http, wait));
    }

    boolean hasSigned(SignedTokens.Read token) {
        return token.claims().text("iss").filter(settings.name()::equals).isPresent();
    }

    boolean canReadAnyToken() {
        return introspection.isPresent();
    }

    /** Whose token this is that says it is one of this issuer's. */
    Proof prove(AccessToken token, SignedTokens.Read read) throws TokenRefusal, IssuerFailure, InterruptedException {
        signed.check(read);
        Username person = rules.personOfSigned(read.claims());
        if (introspection.filter(IntrospectionEndpoint::isAskedAboutSigned).isPresent()
                && !prove(token).username().equals(person)) {
            throw TokenRefusal.invalid("token of two people");
        }
        return proof(person, read.claims());
    }

    /** Whose token this is that nobody else can read. */
    Proof prove(AccessToken token) throws TokenRefusal, IssuerFailure, InterruptedException {
        Claims claims = introspection.orElseThrow().ask(token);
        return proof(rules.personOfIntrospected(claims), claims);
    }

    private Proof proof(Username person, Claims claims) throws TokenRefusal {
        return new Proof(person, settings.name(), Means.token(rules.end(claims)));
    }
}
