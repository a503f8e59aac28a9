// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.util.Optional;

import javax.mail.MessagingException;

import org.slf4j.MDC;

/**
 * What went wrong in the try that this thread makes. RemoteDelivery keeps it to itself when it lets a mail wait, and
 * tries a mail and decides on it in one thread; the transport is made by JavaMail and knows of no mail.
 */
public final class LastFailure {

    /** Where RemoteDelivery names the mail that the thread is about. */
    static final String MAIL = "mail";

    private static final ThreadLocal<Failure> LAST = new ThreadLocal<>();

    private record Failure(String mail, String text) {
    }

    private LastFailure() {
    }

    static void is(MessagingException failure) {
        Exception cause = failure;
        // The outer message of a failed RCPT says "Invalid Addresses" only; the replies are inside.
        while (cause instanceof MessagingException messaging && messaging.getNextException() != null) {
            cause = messaging.getNextException();
        }
        String text = cause instanceof MessagingException ? cause.getMessage() : failure.getMessage();
        LAST.set(new Failure(MDC.get(MAIL), text == null ? cause.toString() : text));
    }

    static void none() {
        LAST.remove();
    }

    /** What was the matter with this mail; it is forgotten. Nothing when it was another mail that failed. */
    public static Optional<String> take(String mail) {
        Optional<Failure> failure = Optional.ofNullable(LAST.get());
        LAST.remove();
        return failure.filter(last -> mail.equals(last.mail())).map(Failure::text);
    }
}
