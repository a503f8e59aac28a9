// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.List;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.postern.submission.Identity;
import org.postern.submission.InternationalAddress;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderMailbox;

/** Which addresses a person may use, for repairs that put the person's own mailbox in the place of others. */
final class OwnAddresses {
    private final SenderRights rights;

    OwnAddresses(SenderRights rights) {
        this.rights = rights;
    }

    /** False when there is none. */
    boolean containAll(Identity identity, List<HeaderMailbox> mailboxes) throws RightsUnavailableException {
        for (HeaderMailbox mailbox : mailboxes) {
            Optional<MailAddress> address = mailbox.address(identity.mailbox().getDomain());
            if (address.isEmpty() || !contain(identity, address.get())) {
                return false;
            }
        }
        return !mailboxes.isEmpty();
    }

    /**
     * The person's mailbox as a header may name it. Without SMTPUTF8 a header is ASCII (RFC 6531 §3.6), and so is the
     * reverse-path: it takes the place of a mailbox that is not, and of one that the person's app password is not for.
     *
     * @return empty when there is none to write; the checks {@code ascii-originator} and {@code author-rights} tell the author
     */
    Optional<MailAddress> writable(Submission submission) throws RightsUnavailableException {
        MailAddress mailbox = submission.identity().mailbox();
        boolean smtpUtf8 = submission.envelope().smtpUtf8();
        if (submission.identity().credential().allows(mailbox) && (smtpUtf8 || !InternationalAddress.isInternational(mailbox))) {
            return Optional.of(mailbox);
        }
        Optional<MailAddress> reversePath = submission.envelope().reversePath().asOptional()
            .filter(address -> smtpUtf8 || !InternationalAddress.isInternational(address));
        return reversePath.isPresent() && contain(submission.identity(), reversePath.get()) ? reversePath : Optional.empty();
    }

    private boolean contain(Identity identity, MailAddress address) throws RightsUnavailableException {
        return identity.credential().allows(address)
            && (InternationalAddress.identifier(address).equals(InternationalAddress.identifier(identity.mailbox()))
                || rights.maySendAs(identity, address));
    }
}
