// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.apache.james.core.MailAddress;
import org.postern.submission.Identity;
import org.postern.submission.InternationalAddress;
import org.postern.submission.Replies;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.Addresses;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;
import org.postern.submission.header.MessageScanner;

/**
 * Asks the rights to every mailbox of an originator field. A field that cannot be read gives no rights. Each address is
 * asked about once in a message, and only so many are: a store must not work for minutes on one message (6409-5.3).
 */
final class OriginatorRights {
    /** Different addresses in the originator fields of a message. */
    private static final int MOST = 100;

    private final SenderRights rights;

    OriginatorRights(SenderRights rights) {
        this.rights = rights;
    }

    Verdict check(Submission submission, Set<String> names) {
        if (!submission.header().isComplete()) {
            // Another originator may stand in the part that was cut off.
            return Verdict.refuse(Replies.headerTooLarge(submission.body().headerSize(), MessageScanner.DEFAULT_HEADER_LIMIT));
        }
        Set<String> asked = new HashSet<>();
        for (HeaderField field : submission.header().fields()) {
            if (names.contains(field.key())) {
                Verdict verdict = check(submission.identity(), field, asked);
                if (verdict != Verdict.ACCEPT) {
                    return verdict;
                }
            }
        }
        return Verdict.ACCEPT;
    }

    private Verdict check(Identity identity, HeaderField field, Set<String> asked) {
        Addresses addresses = field.addresses();
        if (addresses.fault().isPresent()) {
            return Verdict.refuse(Replies.badAddress(field.name(), addresses.fault().get()));
        }
        if (addresses.mailboxes().isEmpty() || addresses.groups() > 0) {
            return Verdict.refuse(Replies.noAuthor(field.name()));
        }
        for (HeaderMailbox mailbox : addresses.mailboxes()) {
            Optional<MailAddress> address = mailbox.address(identity.mailbox().getDomain());
            if (address.isEmpty()) {
                return Verdict.refuse(Replies.notYourAddress(identity, field.name(), mailbox.asString()));
            }
            if (asked.add(InternationalAddress.identifier(address.get()))) {
                if (asked.size() > MOST) {
                    return Verdict.refuse(Replies.tooManyOriginators(field.name(), MOST));
                }
                Verdict verdict = ask(identity, field, address.get());
                if (verdict != Verdict.ACCEPT) {
                    return verdict;
                }
            }
        }
        return Verdict.ACCEPT;
    }

    private Verdict ask(Identity identity, HeaderField field, MailAddress address) {
        try {
            return rights.maySendAs(identity, address)
                ? Verdict.ACCEPT
                : Verdict.refuse(Replies.notYourAddress(identity, field.name(), address));
        } catch (RightsUnavailableException e) {
            return Verdict.tryLater(Replies.localFault());
        }
    }
}
