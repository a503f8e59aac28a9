// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The addresses in one field (RFC 5322 §3.4 and the obsolete forms of §4.4: routes, white space and comments around dots,
 * empty list elements). Either all of it was understood or none of it: with a fault there are no mailboxes.
 *
 * @param mailboxes in the order of the field, those in groups among them
 * @param groups how many groups there are
 * @param fault why this is no address list
 */
public record Addresses(List<HeaderMailbox> mailboxes, int groups, Optional<AddressFault> fault) {
    public Addresses {
        mailboxes = List.copyOf(mailboxes);
        Objects.requireNonNull(fault);
    }

    static Addresses faulty(AddressFault fault) {
        return new Addresses(List.of(), 0, Optional.of(fault));
    }

    /** Whether the field could be read and holds no address, not even an empty group. */
    public boolean isEmpty() {
        return fault.isEmpty() && mailboxes.isEmpty() && groups == 0;
    }
}
