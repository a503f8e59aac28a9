// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.Optional;

import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** 3461: RET of MAIL (RFC 3461 §4.3): what of the message a report of its failure returns. */
public final class ReturnParameter {
    public static final String NAME = "RET";

    private ReturnParameter() {
    }

    /** The reply to MAIL when it is not as it should be. */
    public static Optional<Reply> refusal(String value) {
        boolean known = value.equalsIgnoreCase("FULL") || value.equalsIgnoreCase("HDRS");
        return known ? Optional.empty() : Optional.of(DialogueReplies.badReturn());
    }
}
