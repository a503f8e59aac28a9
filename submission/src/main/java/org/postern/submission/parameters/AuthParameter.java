// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.Optional;

import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** 4954-5: AUTH of MAIL names who submitted the message first, or {@code <>}. */
public final class AuthParameter {
    public static final String NAME = "AUTH";

    /** RFC 4954 §5: in octets. */
    private static final int LONGEST = 500;

    private AuthParameter() {
    }

    /** The reply to MAIL when it is not as it should be. */
    public static Optional<Reply> refusal(String value) {
        boolean isGood = value.length() <= LONGEST && Xtext.decode(value).isPresent();
        return isGood ? Optional.empty() : Optional.of(DialogueReplies.badAuthParameter());
    }
}
