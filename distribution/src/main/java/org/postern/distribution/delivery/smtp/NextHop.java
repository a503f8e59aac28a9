// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.postern.submission.DeliverBy;
import org.postern.submission.EnhancedStatus;
import org.postern.submission.TransferOptions;

/**
 * What may be asked of a server that has announced these extensions, for a message like this. What it has not announced is
 * left out where the message does without, and refused where it must not (RFC 5321 §2.2.1).
 *
 * @param extension the parameter of an announced extension, empty text when it has none; nothing when not announced
 */
record NextHop(String name, Function<String, Optional<String>> extension, Clock clock) {

    private static final EnhancedStatus NEEDS_UTF8 = new EnhancedStatus(5, 6, 7);
    /** RFC 8689 §4.2.1. */
    static final EnhancedStatus NEEDS_REQUIRETLS = new EnhancedStatus(5, 7, 30);
    private static final EnhancedStatus EXPIRED = new EnhancedStatus(5, 4, 7);
    private static final EnhancedStatus NOT_CAPABLE = new EnhancedStatus(5, 3, 3);
    private static final EnhancedStatus TOO_BIG = new EnhancedStatus(5, 3, 4);
    private static final int LONGEST_NUMBER = 18;

    boolean has(String keyword) {
        return extension.apply(keyword).isPresent();
    }

    /** @throws Undeliverable when this server must not get the message */
    List<String> mailParameters(TransferOptions options, Notifications notifications, OutgoingMessage message)
            throws MessagingException {
        List<String> words = new ArrayList<>();
        size(message).ifPresent(words::add);
        if (message.hasEightBit() && has("8BITMIME")) {
            words.add("BODY=8BITMIME");
        }
        if (message.needsSmtpUtf8()) {
            require("SMTPUTF8", NEEDS_UTF8, "does not take addresses or header fields that are not ASCII");
            words.add("SMTPUTF8");
        }
        if (options.requireTls()) {
            require("REQUIRETLS", NEEDS_REQUIRETLS, "does not promise to require TLS on the rest of the way");
            words.add("REQUIRETLS");
        }
        options.priority().filter(priority -> has("MT-PRIORITY")).ifPresent(priority -> words.add("MT-PRIORITY=" + priority));
        if (options.deliverBy().isPresent()) {
            by(options.deliverBy().get()).ifPresent(words::add);
        }
        if (has("DSN")) {
            words.addAll(notifications.mailParameters());
        }
        return words;
    }

    List<String> recipientParameters(Notifications notifications, MailAddress recipient, boolean smtpUtf8) {
        return has("DSN") ? notifications.recipientParameters(recipient, smtpUtf8) : List.of();
    }

    /** RFC 1870 §6.1: a server that says how much it takes need not be sent more. */
    private Optional<String> size(OutgoingMessage message) throws MessagingException {
        Optional<String> limit = extension.apply("SIZE");
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        String number = limit.get().strip();
        boolean isLimited = number.matches("[0-9]{1," + LONGEST_NUMBER + "}") && Long.parseLong(number) > 0;
        long size = message.size();
        if (isLimited && size > Long.parseLong(number)) {
            throw Undeliverable.here(TOO_BIG, name + " takes messages up to " + number + " octets, this one has " + size);
        }
        return Optional.of("SIZE=" + size);
    }

    /** RFC 2852 §4: the time that is left; with by-mode R the promise must go along or the message goes back. */
    private Optional<String> by(DeliverBy by) throws Undeliverable {
        long left = Duration.between(clock.instant(), by.deadline()).toSeconds();
        if (by.mode() == DeliverBy.Mode.RETURN && left <= 0) {
            throw Undeliverable.anywhere(EXPIRED, "The time by which the message had to be delivered is over");
        }
        if (by.mode() == DeliverBy.Mode.RETURN) {
            require("DELIVERBY", NOT_CAPABLE, "does not promise to deliver by a certain time (DELIVERBY)");
        } else if (!has("DELIVERBY")) {
            return Optional.empty();
        }
        return Optional.of("BY=" + left + ";" + by.mode().name().charAt(0) + (by.trace() ? "T" : ""));
    }

    private void require(String keyword, EnhancedStatus status, String text) throws Undeliverable {
        if (!has(keyword)) {
            throw Undeliverable.here(status, name + " " + text);
        }
    }
}
