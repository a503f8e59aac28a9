// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.List;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.postern.submission.Identity;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
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

    private boolean contain(Identity identity, MailAddress address) throws RightsUnavailableException {
        return address.equals(identity.mailbox()) || rights.maySendAs(identity, address);
    }
}
