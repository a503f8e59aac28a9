// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;

/** 5321-6.3: a message with more {@code Received} fields than any honest way has is in a loop. Refused, never dropped. */
public final class HopCount implements Check {
    /** James drops a message at 30 and more on its own, without a word. */
    public static final int DEFAULT_LIMIT = 30;

    private final int limit;

    public HopCount() {
        this(DEFAULT_LIMIT);
    }

    /** @param limit hops allowed, 1 or more */
    public HopCount(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("Hop limit must be at least 1, not " + limit);
        }
        this.limit = limit;
    }

    @Override
    public String name() {
        return "hop-count";
    }

    @Override
    public Verdict check(Submission submission) {
        int hops = (int) submission.header().fields().stream().filter(field -> field.is("Received")).count();
        return hops <= limit ? Verdict.ACCEPT : Verdict.refuse(Replies.tooManyHops(hops, limit));
    }
}
