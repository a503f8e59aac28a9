// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters.XText;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;
import org.postern.distribution.delivery.smtp.Notifications;
import org.postern.submission.InternationalAddress;

/**
 * The part of a report that programs read (RFC 3464 §2).
 *
 * @param international whether it may have UTF-8 (RFC 6533 §4); with a recipient who is not ASCII it has
 */
record StatusPart(Mail mail, Notifications notifications, DeliveryReport.Action action, String host, boolean international) {

    private static final String EOL = "\r\n";

    String write(Map<MailAddress, DeliveryError> recipients) {
        StringBuilder text = new StringBuilder();
        notifications.envelopeId().ifPresent(envelope -> field(text, "Original-Envelope-Id", decoded(envelope)));
        field(text, "Reporting-MTA", "dns; " + host);
        MailOptions.arrival(mail).ifPresent(arrival -> field(text, "Arrival-Date", date(arrival)));
        MailOptions.hold(mail).ifPresent(hold -> field(text, "Future-Release-Request", hold.request()));
        recipients.forEach((recipient, error) -> {
            text.append(EOL);
            notifications.originalRecipient(recipient).flatMap(this::original)
                .ifPresent(original -> field(text, "Original-Recipient", original));
            field(text, "Final-Recipient", address(recipient));
            field(text, "Action", action.word());
            field(text, "Status", error.status());
            field(text, "Diagnostic-Code", (error.fromNextHop() ? "smtp; " : "x-postern; ") + ascii(error.diagnostic()));
            field(text, "Last-Attempt-Date", now());
        });
        return text.toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append(EOL);
    }

    private static String address(MailAddress recipient) {
        return (InternationalAddress.isInternational(recipient) ? "utf-8; " : "rfc822; ") + InternationalAddress.wire(recipient);
    }

    /** {@code addr-type;xtext}, as a report has it. */
    private Optional<String> original(String parameter) {
        int semicolon = parameter.indexOf(';');
        return semicolon < 0 ? Optional.empty()
            : Optional.of(parameter.substring(0, semicolon) + "; " + decoded(parameter.substring(semicolon + 1)));
    }

    private String decoded(String text) {
        String plain = XText.isValid(text) ? XText.decode(text) : text;
        // Nobody writes fields of their own into a report.
        return international ? plain.replaceAll("\\p{Cntrl}", "?") : ascii(plain);
    }

    /** What is not printable ASCII as {@code ?}. */
    static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    static String now() {
        return date(Instant.now());
    }

    private static String date(Instant moment) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(moment.atZone(ZoneId.systemDefault()));
    }
}
