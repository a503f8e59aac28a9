// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.Objects;
import java.util.Optional;

/**
 * What MAIL asked of everybody who passes the message on. Delivery status notifications are not among it: James has them.
 *
 * @param smtpUtf8 envelope or header may have UTF-8 (RFC 6531)
 * @param requireTls only over verified TLS, to servers that know the same (RFC 8689)
 * @param priority -9 to 9, higher is sooner (RFC 6710); empty when not asked for
 * @param deliverBy RFC 2852
 */
public record TransferOptions(boolean smtpUtf8, boolean requireTls, Optional<Integer> priority, Optional<DeliverBy> deliverBy) {
    /** As in a plain {@code MAIL FROM:<path>}. */
    public static final TransferOptions NONE = new TransferOptions(false, false, Optional.empty(), Optional.empty());

    private static final int LIMIT = 9;

    /** @throws IllegalArgumentException when the priority is out of its range */
    public TransferOptions {
        Objects.requireNonNull(deliverBy);
        if (priority.filter(value -> Math.abs(value) > LIMIT).isPresent()) {
            throw new IllegalArgumentException("A priority is -9 to 9, not " + priority.get());
        }
    }

    public TransferOptions withSmtpUtf8() {
        return new TransferOptions(true, requireTls, priority, deliverBy);
    }

    public TransferOptions withRequireTls() {
        return new TransferOptions(smtpUtf8, true, priority, deliverBy);
    }

    public TransferOptions withPriority(int value) {
        return new TransferOptions(smtpUtf8, requireTls, Optional.of(value), deliverBy);
    }

    public TransferOptions withDeliverBy(DeliverBy by) {
        return new TransferOptions(smtpUtf8, requireTls, priority, Optional.of(by));
    }
}
