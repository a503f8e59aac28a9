// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

/**
 * Why a mail waits for its next try.
 *
 * @param text what the next hop answered, or what happened here; one line
 * @param fromNextHop whether it is an SMTP reply
 */
public record LastWords(String text, boolean fromNextHop) {

    /** @return nothing before the first try */
    public static Optional<LastWords> of(Mail mail, MailAddress recipient) {
        return DeliveryError.soFar(mail, recipient).map(error -> new LastWords(error.diagnostic(), error.fromNextHop()));
    }

    /** Those that hold for the first recipient of whom any are known. */
    public static Optional<LastWords> of(Mail mail) {
        return mail.getRecipients().stream().flatMap(recipient -> of(mail, recipient).stream()).findFirst();
    }
}
