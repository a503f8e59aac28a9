// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.MessageHeader;

/** 6409-8: the blind copies' recipients are in the envelope; the fields that name them go (RFC 5322 §3.6.3). */
public final class RemoveBcc implements Repair {
    @Override
    public String name() {
        return "remove-bcc";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        return submission.header().without(field -> field.is("Bcc") || field.is("Resent-Bcc"));
    }
}
