// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.postern.distribution.delivery.smtp.Attempt;
import org.postern.submission.MailDomains;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a mail was not delivered, as RFC 3464 wants it told.
 *
 * @param status an enhanced status code (RFC 3463)
 * @param diagnostic one line; what the next hop answered, or what happened here
 * @param fromNextHop whether {@code diagnostic} is an SMTP reply
 */
record DeliveryError(String status, String diagnostic, boolean fromNextHop) {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryError.class);
    private static final AttributeName REPLIES = AttributeName.of("postern.replies");
    private static final AttributeName LAST_FAILURE = AttributeName.of("postern.last-failure");
    private static final Pattern REPLY =
        Pattern.compile("\\b([245])\\d\\d[ -](?:([245]\\.\\d{1,3}\\.\\d{1,3})\\b)?.*");
    /** What this server says of itself: an enhanced status code without reply code. */
    private static final Pattern OURS = Pattern.compile("^([45]\\.\\d{1,3}\\.\\d{1,3}) (.*)");
    private static final int LONGEST = 500;
    private static final String EXPIRED = "Too many retries";
    private static final String NO_SUCH_DOMAIN = "no DNS entries";
    private static final DeliveryError NO_DOMAIN = new DeliveryError("5.1.2", "The recipient's domain does not exist", false);

    /**
     * RemoteDelivery says the same of a domain that does not exist and of one that takes no mail (RFC 7505 §4.2).
     *
     * @param domains none when nobody knows better
     */
    DeliveryError asTheDnsHasIt(Optional<MailDomains> domains, Domain domain) {
        boolean isNullMx = equals(NO_DOMAIN) && domains.filter(all -> all.standing(domain) == MailDomains.Standing.NULL_MX).isPresent();
        return isNullMx ? new DeliveryError("5.1.10", "The recipient's domain takes no mail (null MX)", false) : this;
    }

    /** Keeps what went wrong this time, for when the mail is given up or its author told that it is late. */
    static void remember(Mail mail, Attempt attempt) {
        attempt.failure().map(DeliveryError::oneLine).ifPresent(failure -> {
            LOGGER.info("Mail {} is not delivered this time: {}", mail.getName(), failure);
            mail.setAttribute(new Attribute(LAST_FAILURE, AttributeValue.of(failure)));
        });
        Map<String, AttributeValue<?>> replies = new HashMap<>();
        attempt.replies().forEach((recipient, reply) -> replies.put(recipient.asString(), AttributeValue.of(oneLine(reply))));
        mail.setAttribute(new Attribute(REPLIES, AttributeValue.of(replies)));
    }

    /**
     * RemoteDelivery tells one reply for all recipients; where each had its own, it gets that.
     *
     * @param otherwise the status when nothing better is known
     */
    static DeliveryError of(Mail mail, MailAddress recipient, String otherwise) {
        String general = text(mail, Bouncer.DELIVERY_ERROR).or(() -> Optional.ofNullable(mail.getErrorMessage())).orElse("");
        String last = reply(mail, recipient).or(() -> text(mail, LAST_FAILURE)).orElse("");
        if (otherwise.startsWith("4")) {
            return read(oneLine(last), otherwise);
        }
        if (general.contains(EXPIRED)) {
            return expired(last);
        }
        if (general.contains(NO_SUCH_DOMAIN)) {
            return NO_DOMAIN;
        }
        if (OURS.matcher(oneLine(general)).matches()) {
            return read(oneLine(general), otherwise);
        }
        return read(oneLine(reply(mail, recipient).orElse(general.isEmpty() ? last : general)), otherwise);
    }

    /** Why the last try for this recipient has failed for the time being; nothing before the first. */
    static Optional<DeliveryError> soFar(Mail mail, MailAddress recipient) {
        return reply(mail, recipient).or(() -> text(mail, LAST_FAILURE)).map(text -> read(oneLine(text), "4.0.0"));
    }

    private static Optional<String> reply(Mail mail, MailAddress recipient) {
        return AttributeUtils.getValueAndCastFromMail(mail, REPLIES, Map.class)
            .map(replies -> replies.get(recipient.asString()))
            .map(value -> ((AttributeValue<?>) value).value().toString());
    }

    private static DeliveryError read(String text, String otherwise) {
        Matcher ours = OURS.matcher(text);
        if (ours.matches()) {
            return new DeliveryError(ours.group(1), ours.group(2), false);
        }
        Matcher reply = REPLY.matcher(text);
        if (reply.find()) {
            String status = Optional.ofNullable(reply.group(2)).orElse(reply.group(1) + ".0.0");
            return new DeliveryError(status, reply.group(), true);
        }
        return new DeliveryError(otherwise, text.isEmpty() ? "No reason is known" : text, false);
    }

    private static DeliveryError expired(String failure) {
        Matcher reply = REPLY.matcher(failure);
        if (reply.find()) {
            return new DeliveryError("4.4.7", reply.group(), true);
        }
        String reason = "The message could not be delivered in time";
        return new DeliveryError("4.4.7", failure.isEmpty() ? reason : reason + ": " + failure, false);
    }

    private static Optional<String> text(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class).filter(value -> !value.isBlank());
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }
}
