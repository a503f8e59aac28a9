// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.Optional;

import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** 8689: REQUIRETLS (RFC 8689 §2), which has no value. */
public final class RequireTlsParameter {
    public static final String NAME = "REQUIRETLS";

    /** The reply to MAIL when it is not as it should be. */
    public Optional<Reply> refusal(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(DialogueReplies.noValueAllowed(NAME));
    }
}
