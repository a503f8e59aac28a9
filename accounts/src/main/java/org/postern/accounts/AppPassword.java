// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import org.apache.james.core.Username;
import org.postern.submission.AddressPattern;
import org.postern.submission.Credential;

/**
 * One of a person's passwords, made for one program or device, which may do less than the person.
 *
 * @param owner spelt as the users' repository has it
 * @param name by which the owner knows it; one of its kind among the owner's
 * @param hash of the secret
 * @param limits what it is for
 * @param listed whether the users' repository knew the owner when it was made: it is then of no use without them
 * @param created when it was made
 * @param lastUse empty when it was never used
 */
public record AppPassword(Username owner, String name, AppSecretHash hash, Limits limits, boolean listed, Instant created,
        Optional<Use> lastUse) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,39}");
    private static final int MOST_LIMITS = 32;

    /**
     * What an app password is for.
     *
     * @param senders the originator addresses; empty: all that are the owner's, and none of those who have delegated to the owner
     * @param networks those that a client may come from; empty: any
     * @param expires when it ends; empty: never
     */
    public record Limits(List<AddressPattern> senders, List<AddressBlock> networks, Optional<Instant> expires) {
        public Limits {
            senders = List.copyOf(senders);
            networks = List.copyOf(networks);
            Objects.requireNonNull(expires);
            if (senders.size() > MOST_LIMITS || networks.size() > MOST_LIMITS) {
                throw new IllegalArgumentException("An app password has up to " + MOST_LIMITS + " addresses and as many networks");
            }
        }

        public static Limits none() {
            return new Limits(List.of(), List.of(), Optional.empty());
        }
    }

    /**
     * A login with it.
     *
     * @param at about when: not every one is written down
     * @param from the client's IP address
     */
    public record Use(Instant at, String from) {
    }

    public AppPassword {
        Objects.requireNonNull(owner);
        Objects.requireNonNull(hash);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(created);
        Objects.requireNonNull(lastUse);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("An app password's name has up to 40 letters, digits, dots, hyphens and underscores,"
                + " and begins with a letter or a digit");
        }
    }

    Proof proof() {
        return new Proof(owner, "app:" + name, new Credential(name, limits.senders()), Means.appPassword(limits.expires()));
    }

    boolean hasExpired(Instant now) {
        return limits.expires().filter(end -> !now.isBefore(end)).isPresent();
    }

    boolean isFor(Client client) {
        return limits.networks().isEmpty() || limits.networks().stream().anyMatch(network -> network.contains(client.address()));
    }
}
