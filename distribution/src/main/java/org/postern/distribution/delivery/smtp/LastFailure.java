// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.util.Optional;

import javax.mail.MessagingException;

/**
 * What went wrong in the try that this thread makes. RemoteDelivery keeps it to itself when it lets a mail wait, and
 * tries a mail and decides on it in one thread; the transport is made by JavaMail and knows of no mail.
 */
public final class LastFailure {

    private static final ThreadLocal<String> TEXT = new ThreadLocal<>();

    private LastFailure() {
    }

    static void is(MessagingException failure) {
        Exception cause = failure;
        // The outer message of a failed RCPT says "Invalid Addresses" only; the replies are inside.
        while (cause instanceof MessagingException messaging && messaging.getNextException() != null) {
            cause = messaging.getNextException();
        }
        String text = cause instanceof MessagingException ? cause.getMessage() : failure.getMessage();
        TEXT.set(text == null ? cause.toString() : text);
    }

    static void none() {
        TEXT.remove();
    }

    /** The failure, which is forgotten. */
    public static Optional<String> take() {
        Optional<String> text = Optional.ofNullable(TEXT.get());
        TEXT.remove();
        return text;
    }
}
