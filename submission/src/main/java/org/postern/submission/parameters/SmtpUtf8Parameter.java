// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.Optional;

import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** 6531: SMTPUTF8 of MAIL (RFC 6531 §3.4), which has no value. */
public final class SmtpUtf8Parameter {
    public static final String NAME = "SMTPUTF8";

    private SmtpUtf8Parameter() {
    }

    /** The reply to MAIL when it is not as it should be. */
    public static Optional<Reply> refusal(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(DialogueReplies.badParameter(NAME, "takes no value"));
    }
}
