// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.util.List;
import java.util.Optional;

import org.postern.accounts.Proof;

/** Those whose word on people is taken here. A token is shown to nobody but the one that made it, as far as it says who that is. */
final class Issuers {
    private final List<Issuer> issuers;

    Issuers(List<Issuer> issuers) {
        this.issuers = List.copyOf(issuers);
    }

    static Issuers of(List<IssuerSettings> settings) {
        return new Issuers(settings.stream().map(Issuer::new).toList());
    }

    /**
     * Whose token this is.
     *
     * @throws TokenRefusal when it is no good
     * @throws IssuerFailure when that is not known now
     */
    Proof prove(AccessToken token) throws TokenRefusal, IssuerFailure, InterruptedException {
        Optional<SignedTokens.Read> read = SignedTokens.Read.of(token);
        if (read.isPresent()) {
            Issuer issuer = issuers.stream().filter(candidate -> candidate.hasSigned(read.get())).findFirst()
                .orElseThrow(() -> TokenRefusal.invalid("token of another issuer"));
            return issuer.prove(token, read.get());
        }
        Issuer issuer = issuers.stream().filter(Issuer::canReadAnyToken).findFirst()
            .orElseThrow(() -> TokenRefusal.invalid("no signed token"));
        return issuer.prove(token);
    }
}
