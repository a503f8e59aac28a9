// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.postern.submission.DeliverBy;
import org.postern.submission.Hold;
import org.postern.submission.TransferOptions;

/** What MAIL and RCPT asked for, as attributes of the mail, from the dialogue to the delivery. */
public final class MailOptions {
    private static final AttributeName REQUIRE_TLS = AttributeName.of("postern.requiretls");
    private static final AttributeName PRIORITY = AttributeName.of("postern.priority");
    private static final AttributeName DELIVER_BY = AttributeName.of("postern.deliver-by");
    private static final AttributeName DELIVER_BY_MODE = AttributeName.of("postern.deliver-by-mode");
    private static final AttributeName DELIVER_BY_TRACE = AttributeName.of("postern.deliver-by-trace");
    /** Before which time the author does not want it to go on (RFC 4865). */
    public static final AttributeName HOLD_UNTIL = AttributeName.of("postern.hold-until");
    private static final AttributeName HOLD_REQUEST = AttributeName.of("postern.hold-request");
    /** When the message was submitted. */
    public static final AttributeName ARRIVAL = AttributeName.of("postern.arrival");
    private static final AttributeName ORIGINAL_RECIPIENTS = AttributeName.of("postern.orcpt");
    private static final String YES = "true";

    private MailOptions() {
    }

    public static void write(Mail mail, TransferOptions options) {
        writeIf(options.smtpUtf8(), mail, MailAttributes.SMTP_UTF8);
        writeIf(options.requireTls(), mail, REQUIRE_TLS);
        options.priority().ifPresent(priority -> MailAttributes.write(mail, PRIORITY, priority.toString()));
        options.deliverBy().ifPresent(by -> {
            MailAttributes.write(mail, DELIVER_BY, by.deadline().toString());
            MailAttributes.write(mail, DELIVER_BY_MODE, by.mode().name());
            writeIf(by.trace(), mail, DELIVER_BY_TRACE);
        });
    }

    public static TransferOptions read(Mail mail) {
        return new TransferOptions(isSet(mail, MailAttributes.SMTP_UTF8), isSet(mail, REQUIRE_TLS),
            MailAttributes.read(mail, PRIORITY).map(Integer::valueOf),
            MailAttributes.read(mail, DELIVER_BY).map(deadline -> new DeliverBy(Instant.parse(deadline),
                MailAttributes.read(mail, DELIVER_BY_MODE).map(DeliverBy.Mode::valueOf).orElse(DeliverBy.Mode.NOTIFY),
                isSet(mail, DELIVER_BY_TRACE))));
    }

    public static void write(Mail mail, Hold hold) {
        MailAttributes.write(mail, HOLD_UNTIL, hold.until().toString());
        MailAttributes.write(mail, HOLD_REQUEST, hold.request());
    }

    /** RFC 4865: also when its time has come; RFC 4865 §5.1.2 has reports tell of it. */
    public static Optional<Hold> hold(Mail mail) {
        return MailAttributes.read(mail, HOLD_UNTIL).map(until -> new Hold(Instant.parse(until),
            MailAttributes.read(mail, HOLD_REQUEST).orElse("until;" + until)));
    }

    /** When the message was submitted. */
    public static void writeArrival(Mail mail, Instant arrival) {
        MailAttributes.write(mail, ARRIVAL, arrival.toString());
    }

    /** When the message was submitted; RFC 3464 §2.2.5 has reports tell of it. */
    public static Optional<Instant> arrival(Mail mail) {
        return MailAttributes.read(mail, ARRIVAL).map(Instant::parse);
    }

    /**
     * RFC 3461 §4.2: James keeps ORCPT only when it is an address that it can read.
     *
     * @param originals the value of ORCPT as it came, {@code addr-type;xtext}, by recipient
     */
    public static void writeOriginalRecipients(Mail mail, Map<MailAddress, String> originals) {
        Map<String, AttributeValue<?>> values = new HashMap<>();
        originals.forEach((recipient, original) -> values.put(recipient.asString(), AttributeValue.of(original)));
        mail.setAttribute(new Attribute(ORIGINAL_RECIPIENTS, AttributeValue.of(values)));
    }

    /** The value of ORCPT for this recipient as it came, {@code addr-type;xtext}. */
    public static Optional<String> originalRecipient(Mail mail, MailAddress recipient) {
        return AttributeUtils.getValueAndCastFromMail(mail, ORIGINAL_RECIPIENTS, Map.class)
            .map(values -> values.get(recipient.asString()))
            .map(value -> ((AttributeValue<?>) value).value().toString());
    }

    private static void writeIf(boolean isSet, Mail mail, AttributeName name) {
        if (isSet) {
            MailAttributes.write(mail, name, YES);
        }
    }

    private static boolean isSet(Mail mail, AttributeName name) {
        return MailAttributes.read(mail, name).filter(YES::equals).isPresent();
    }
}
