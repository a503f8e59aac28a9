// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.AddressFields;
import org.postern.submission.header.Addresses;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;

/**
 * 6409-5.1b: address fields can be read in one way only (RFC 5322 §3.4, obsolete forms included); {@code From} has
 * authors, {@code Sender} is one mailbox. Fields with nothing in them are left to the repairs, except these two.
 */
public final class AddressSyntax implements Check {
    @Override
    public String name() {
        return "address-syntax";
    }

    @Override
    public Verdict check(Submission submission) {
        for (HeaderField field : submission.header().fields()) {
            if (AddressFields.isStandard(field)) {
                Verdict verdict = check(field, submission.envelope().smtpUtf8());
                if (verdict != Verdict.ACCEPT) {
                    return verdict;
                }
            }
        }
        return Verdict.ACCEPT;
    }

    private static Verdict check(HeaderField field, boolean smtpUtf8) {
        Addresses addresses = field.addresses();
        if (addresses.fault().isPresent()) {
            return Verdict.refuse(Replies.badAddress(field.name(), addresses.fault().get()));
        }
        if (AddressFields.namesAuthors(field) && (addresses.mailboxes().isEmpty() || addresses.groups() > 0)) {
            return Verdict.refuse(Replies.noAuthor(field.name()));
        }
        if (AddressFields.isSingleMailbox(field) && (addresses.mailboxes().size() != 1 || addresses.groups() > 0)) {
            return Verdict.refuse(Replies.notOneMailbox(field.name()));
        }
        for (HeaderMailbox mailbox : addresses.mailboxes()) {
            if (!smtpUtf8 && mailbox.hasEightBit()) {
                return Verdict.refuse(Replies.eightBitAddress(field.name(), mailbox.asString()));
            }
        }
        return Verdict.ACCEPT;
    }
}
