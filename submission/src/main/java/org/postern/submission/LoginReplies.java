// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

/**
 * What an author is told whose login has come to its end before the session did. The codes are those of something that passes: with
 * another login the same message is taken, and whether there is one is said in answer to AUTH.
 */
public final class LoginReplies {
    private static final EnhancedStatus SECURITY = new EnhancedStatus(4, 7, 0);

    private LoginReplies() {
    }

    public static Reply passwordChanged() {
        return closing("The password of this account has been changed; log in with the new one");
    }

    public static Reply appPasswordRevoked(String name) {
        return closing("The app password '" + name + "' has been revoked; log in with another one");
    }

    public static Reply appPasswordExpired(String name) {
        return closing("The app password '" + name + "' has expired; log in with another one");
    }

    public static Reply tokenExpired() {
        return closing("The access token of this session has expired; log in with a new one");
    }

    public static Reply delegationWithdrawn() {
        return closing("You may no longer act for this account; log in as yourself");
    }

    public static Reply accountRemoved() {
        return closing("This account has been removed; ask your postmaster");
    }

    public static Reply certificateRefused() {
        return closing("The client certificate of this session is not accepted any more; ask your postmaster");
    }

    /** A list of ours that says what is revoked cannot be read, or has expired itself. */
    public static Reply certificateUnknown() {
        return closing("It is not known now whether the client certificate of this session is good; try again later");
    }

    private static Reply closing(String text) {
        return new Reply(421, SECURITY, text + "; closing connection");
    }

    /** Of a message under way; the session is told the reason with its next command. */
    public static Reply messageNotTaken() {
        return new Reply(450, SECURITY, "The login of this session has ended and the message was not taken; log in and send it again");
    }
}
