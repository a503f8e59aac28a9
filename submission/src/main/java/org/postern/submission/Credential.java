// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.List;
import java.util.Objects;

import org.apache.james.core.MailAddress;

/**
 * The secret with which an identity was proved, as far as it matters afterwards: one that was made for a printer must not send
 * as all that its owner may. It takes from the owner's rights and adds none.
 *
 * @param name as its owner calls it; empty for a person's own secret, which has no name and no limit
 * @param senders the originator addresses that it is limited to; empty: those of its owner, and of nobody who has delegated to them
 */
public record Credential(String name, List<AddressPattern> senders) {
    public Credential {
        Objects.requireNonNull(name);
        senders = List.copyOf(senders);
    }

    /** A person's own secret. */
    public static Credential own() {
        return new Credential("", List.of());
    }

    /**
     * Whether it does for this address of somebody who has delegated to its owner. That delegation was given to a person, and not to
     * each of their devices: only to those that were set up for the address.
     */
    public boolean mayActAs(MailAddress address) {
        return name.isEmpty() || !senders.isEmpty() && allows(address);
    }

    /** Whether an originator may have this address, as far as the secret goes. */
    public boolean allows(MailAddress address) {
        return senders.isEmpty() || senders.stream().anyMatch(pattern -> pattern.cover(address));
    }
}
