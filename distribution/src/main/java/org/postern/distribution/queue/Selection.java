// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the queued mail: what all parts that are given agree on. Addresses and domains are compared without regard to case.
 *
 * @param ids the queue ids that authors were told, or those of their parts by domain; none for all
 * @param sender the reverse-path; empty text for the null one
 * @param recipient one of the recipients
 * @param domain that of one of the recipients
 * @param arrivedBefore when it was submitted
 * @param queuedBefore when it was queued, which is again with each try
 * @param heldOnly whether a person has to let it go on
 */
public record Selection(Set<String> ids, Optional<String> sender, Optional<String> recipient, Optional<String> domain,
        Optional<Instant> arrivedBefore, Optional<Instant> queuedBefore, boolean heldOnly) {

    /** James's RemoteDelivery names the parts of a mail so. */
    private static final String PART = "-to-";

    public Selection {
        ids = Set.copyOf(ids);
        sender = sender.map(Selection::lower);
        recipient = recipient.map(Selection::lower);
        domain = domain.map(Selection::lower);
    }

    /** The mail that an author knows by this queue id. */
    public static Selection of(String id) {
        return new Selection(Set.of(id), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** Whether it leaves nothing out that is there now. */
    public boolean isEverything() {
        return ids.isEmpty() && sender.isEmpty() && recipient.isEmpty() && domain.isEmpty() && arrivedBefore.isEmpty() && !heldOnly;
    }

    /** The same, without what is queued from now on. */
    public Selection queuedBefore(Instant moment) {
        return new Selection(ids, sender, recipient, domain, arrivedBefore, Optional.of(moment), heldOnly);
    }

    boolean has(QueuedMail mail) {
        return (!heldOnly || mail.held())
            && arrivedBefore.map(moment -> mail.past().arrived() < moment.toEpochMilli()).orElse(true)
            && queuedBefore.map(moment -> mail.since() <= moment.toEpochMilli()).orElse(true)
            && (ids.isEmpty() || ids.stream().anyMatch(id -> isNamed(mail.name(), id)))
            && sender.map(address -> lower(mail.sender()).equals(address)).orElse(true)
            && (recipient.isEmpty() && domain.isEmpty() || hasRecipient(lower(mail.recipients())));
    }

    private static boolean isNamed(String name, String id) {
        return name.equals(id) || name.startsWith(id) && name.startsWith(PART, id.length());
    }

    private boolean hasRecipient(String recipients) {
        return recipient.map(address -> recipients.contains(QueuedEnvelope.SEPARATOR + address + QueuedEnvelope.SEPARATOR)).orElse(true)
            && domain.map(name -> recipients.contains("@" + name + QueuedEnvelope.SEPARATOR)).orElse(true);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
