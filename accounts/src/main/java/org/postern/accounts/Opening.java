// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.james.core.Username;
import org.postern.bridge.UserNames;

/**
 * What a session was opened with, and so what ends it.
 *
 * @param means that the client has shown
 * @param appPassword its name, when it was one; else empty
 * @param endings each of which ends the session when it comes
 * @param moment before anybody looked at what the client showed, by {@link Endings#moment()}
 */
public record Opening(Means means, String appPassword, List<Ending> endings, long moment) {
    public Opening {
        Objects.requireNonNull(means);
        Objects.requireNonNull(appPassword);
        endings = List.copyOf(endings);
    }

    /** @param actingAs the person of the proof, or who lets them act in their name */
    public static Opening by(Proof proof, Username actingAs, long moment) {
        List<Ending> endings = new ArrayList<>(List.of(Ending.ofAccount(proof.username()), Ending.ofAccount(actingAs)));
        String appPassword = proof.credential().name();
        if (proof.means().kind() == Means.Kind.APP_PASSWORD) {
            endings.add(Ending.ofAppPassword(proof.username(), appPassword));
        } else if (proof.means().kind() == Means.Kind.PASSWORD) {
            endings.add(Ending.ofPassword(proof.username()));
        }
        if (!UserNames.areSame(proof.username(), actingAs)) {
            endings.add(Ending.ofDelegation(actingAs, proof.username()));
        }
        return new Opening(proof.means(), appPassword, endings, moment);
    }

    boolean hasExpired(Instant now) {
        return means.expires().filter(end -> !now.isBefore(end)).isPresent();
    }
}
