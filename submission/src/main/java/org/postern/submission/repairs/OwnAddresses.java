// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.List;

import org.apache.james.core.MailAddress;
import org.postern.submission.Identity;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.header.HeaderMailbox;

/**
 * Which addresses a person may use, for repairs that put the person's own mailbox in the place of others. When the rights
 * cannot be asked the answer is no: the person's own mailbox is right in any case.
 */
final class OwnAddresses {
    private final SenderRights rights;

    OwnAddresses(SenderRights rights) {
        this.rights = rights;
    }

    /** False when there is none. */
    boolean containAll(Identity identity, List<HeaderMailbox> mailboxes) {
        return !mailboxes.isEmpty() && mailboxes.stream().allMatch(mailbox -> mailbox.address(identity.mailbox().getDomain())
            .filter(address -> contain(identity, address))
            .isPresent());
    }

    private boolean contain(Identity identity, MailAddress address) {
        try {
            return address.equals(identity.mailbox()) || rights.maySendAs(identity, address);
        } catch (RightsUnavailableException e) {
            return false;
        }
    }
}
