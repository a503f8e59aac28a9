// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.Optional;

import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** 3461: ENVID of MAIL (RFC 3461 §4.4): the author's own name for this transaction, which reports repeat. */
public final class EnvelopeIdParameter {
    public static final String NAME = "ENVID";

    private static final int LONGEST = 100;

    private EnvelopeIdParameter() {
    }

    /** The reply to MAIL when it is not as it should be. */
    public static Optional<Reply> refusal(String value) {
        boolean good = value.length() <= LONGEST && Xtext.decodePrintable(value).isPresent();
        return good ? Optional.empty() : Optional.of(DialogueReplies.badEnvelopeId(LONGEST));
    }
}
