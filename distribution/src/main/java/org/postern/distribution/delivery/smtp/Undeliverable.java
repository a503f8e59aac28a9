// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.io.IOException;

import javax.mail.MessagingException;

import org.postern.submission.EnhancedStatus;

/**
 * A mail that this server must not pass on as it was asked to. The text begins with the enhanced status code, by which
 * RemoteDelivery knows that trying again is of no use, and a report what to say.
 */
final class Undeliverable extends MessagingException {

    private static final long serialVersionUID = 1L;

    private Undeliverable(String text) {
        super(text);
    }

    /** Wherever it goes. */
    static Undeliverable anywhere(EnhancedStatus status, String text) {
        return new Undeliverable(status + " " + text);
    }

    /** By this host; another MX may be able. RemoteDelivery asks the next one behind a fault of the network only. */
    static Undeliverable here(EnhancedStatus status, String text) {
        Undeliverable undeliverable = anywhere(status, text);
        undeliverable.setNextException(new IOException(undeliverable.getMessage()));
        return undeliverable;
    }
}
