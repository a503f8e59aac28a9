// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/** 6409-8: a message without {@code From} is by the person who submits it. */
public final class AddFrom implements Repair {
    @Override
    public String name() {
        return "add-from";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        MessageHeader header = submission.header();
        if (header.has("From")) {
            return header;
        }
        return header.append(HeaderField.of("From", Originators.asHeaderText(submission.identity().mailbox())));
    }
}
