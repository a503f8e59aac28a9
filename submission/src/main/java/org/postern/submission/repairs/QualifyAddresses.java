// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.Optional;

import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.AddressFields;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-4.2b: a local-part that stands alone in an address field gets the domain of the person's mailbox. Only the
 * {@code @domain} is put in; every other octet of the field stays. Fields that cannot be read stay as they are, and so do
 * partial names (6409-4.2c).
 */
public final class QualifyAddresses implements Repair {
    @Override
    public String name() {
        return "qualify-addresses";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        String suffix = Originators.atDomain(submission.identity().mailbox().getDomain());
        AddressEdit qualify = (mailbox, written) -> Optional.of(written + suffix).filter(qualified -> mailbox.isBare());
        return submission.header().edit(field -> AddressFields.mayHoldAddresses(field) ? AddressEdit.apply(field, qualify) : field);
    }
}
