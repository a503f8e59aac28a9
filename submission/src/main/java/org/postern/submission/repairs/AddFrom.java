// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import org.postern.submission.Repair;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/** 6409-8: a message without {@code From} is by the person who submits it. */
public final class AddFrom implements Repair {
    private final OwnAddresses own;

    public AddFrom(SenderRights rights) {
        this.own = new OwnAddresses(rights);
    }

    @Override
    public String name() {
        return "add-from";
    }

    @Override
    public MessageHeader repair(Submission submission) throws RightsUnavailableException {
        MessageHeader header = submission.header();
        if (header.has("From")) {
            return header;
        }
        return own.writable(submission)
            .map(author -> header.append(HeaderField.of("From", Originators.asHeaderText(author))))
            .orElse(header);
    }
}
