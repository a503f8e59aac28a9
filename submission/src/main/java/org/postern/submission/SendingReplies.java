// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.time.Duration;

/** What an author is told about how much their account may send, and of its suspension after a login. */
public final class SendingReplies {
    private static final int SHOWN_NAME = 100;

    private SendingReplies() {
    }

    /**
     * 6409-6.2: to be tried again, as mail programs do by themselves.
     *
     * @param limit as in {@code 500 messages an hour}
     * @param room until there is room for one more
     */
    public static Reply limitReached(String account, String limit, Duration room) {
        return new Reply(450, new EnhancedStatus(4, 7, 1), Printable.line(account, SHOWN_NAME) + " may send " + limit
            + "; there is room again in " + time(room));
    }

    private static String time(Duration room) {
        long minutes = (room.toSeconds() + 59) / 60;
        return minutes <= 1 ? "a minute" : minutes <= 90 ? minutes + " minutes" : (minutes + 59) / 60 + " hours";
    }

    /** The message is on disk and ours, and a person decides what becomes of it. */
    public static Reply queuedForReview(String queueId) {
        return new Reply(250, new EnhancedStatus(2, 6, 0), "Queued as " + queueId
            + " and held for review: it is above a limit of your account; ask your postmaster");
    }

    /** The session of an account that has been suspended since its login. */
    public static Reply sessionOfSuspended() {
        return new Reply(421, new EnhancedStatus(4, 7, 0), "This account is suspended; ask your postmaster; closing connection");
    }

    /** RFC 5248's X.7.13: to send it again would not help. */
    public static Reply messageOfSuspended() {
        return new Reply(550, new EnhancedStatus(5, 7, 13), "This account is suspended and the message was not taken; ask your postmaster");
    }
}
