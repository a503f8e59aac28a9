// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.Optional;

import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** 4954-5: AUTH of MAIL names who submitted the message first, or {@code <>}. */
public final class AuthParameter {
    public static final String NAME = "AUTH";

    private AuthParameter() {
    }

    /** The reply to MAIL when it is not as it should be. */
    public static Optional<Reply> refusal(String value) {
        return Xtext.decode(value).isPresent() ? Optional.empty() : Optional.of(DialogueReplies.badAuthParameter());
    }
}
