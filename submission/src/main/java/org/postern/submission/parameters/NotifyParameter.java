// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** 3461: NOTIFY of RCPT (RFC 3461 §4.1): when the author wants a report of this recipient. */
public final class NotifyParameter {
    public static final String NAME = "NOTIFY";

    private static final String NEVER = "NEVER";
    private static final Set<String> CONDITIONS = Set.of("SUCCESS", "FAILURE", "DELAY");

    private NotifyParameter() {
    }

    /** The reply to RCPT when it is not as it should be. */
    public static Optional<Reply> refusal(String value) {
        boolean good = value.equalsIgnoreCase(NEVER)
            || Stream.of(value.split(",", -1)).map(condition -> condition.toUpperCase(Locale.ROOT)).allMatch(CONDITIONS::contains);
        return good ? Optional.empty() : Optional.of(DialogueReplies.badNotify());
    }
}
