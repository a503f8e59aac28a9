// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.DsnAttributeValues;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;

/**
 * What the author of a mail wants to be told of its fate (RFC 3461). In the outgoing queue it is kept where RemoteDelivery
 * does not see it: for a mail with such wishes RemoteDelivery sends once for each wish, and when one of these fails it
 * forgets the recipients of those that have not begun.
 */
public final class Notifications {

    private static final String HIDDEN = "postern.";

    private final Mail mail;
    private final Optional<DsnParameters> parameters;

    private Notifications(Mail mail, Optional<DsnParameters> parameters) {
        this.mail = mail;
        this.parameters = parameters;
    }

    /** Of a mail in whatever queue. */
    public static Notifications of(Mail mail) {
        Map<AttributeName, Attribute> attributes = new HashMap<>();
        DsnAttributeValues.forEachDsnAttributeName(name -> mail.getAttribute(name)
            .or(() -> mail.getAttribute(hidden(name)))
            .ifPresent(attribute -> attributes.put(name, attribute)));
        return new Notifications(mail, DsnParameters.fromAttributeValue(DsnAttributeValues.extract(attributes)));
    }

    /** Before the mail goes to RemoteDelivery's queue. */
    public static void hide(Mail mail) {
        DsnAttributeValues.forEachDsnAttributeName(name -> mail.getAttribute(name).ifPresent(attribute -> {
            mail.setAttribute(new Attribute(hidden(name), attribute.getValue()));
            mail.removeAttribute(name);
        }));
    }

    private static AttributeName hidden(AttributeName name) {
        return AttributeName.of(HIDDEN + name.asString());
    }

    /** Whether the author has to be told of this; without a wish, of failure and of delay. */
    public boolean wants(Notify event, MailAddress recipient) {
        return notify(recipient).map(wishes -> wishes.contains(event)).orElse(event != Notify.SUCCESS && event != Notify.NEVER);
    }

    public boolean wantsWholeMessage() {
        return parameters.flatMap(DsnParameters::getRetParameter).equals(Optional.of(Ret.FULL));
    }

    /** ENVID, as xtext. */
    public Optional<String> envelopeId() {
        return parameters.flatMap(DsnParameters::getEnvIdParameter).map(DsnParameters.EnvId::asString);
    }

    /** ORCPT, {@code addr-type;xtext}. */
    public Optional<String> originalRecipient(MailAddress recipient) {
        return MailOptions.originalRecipient(mail, recipient)
            .or(() -> wish(recipient).flatMap(RecipientDsnParameters::getOrcptParameter)
                .map(address -> DsnParameters.RFC_822_PREFIX + DsnParameters.XText.encode(address.asString())));
    }

    /** For MAIL to a server that has DSN. */
    List<String> mailParameters() {
        List<String> words = new ArrayList<>();
        parameters.flatMap(DsnParameters::getRetParameter).ifPresent(ret -> words.add("RET=" + ret.name()));
        envelopeId().ifPresent(id -> words.add("ENVID=" + id));
        return words;
    }

    /**
     * For RCPT to a server that has DSN.
     *
     * @param smtpUtf8 whether the transaction has UTF-8; without it ORCPT is ASCII (RFC 6533 §3)
     */
    List<String> recipientParameters(MailAddress recipient, boolean smtpUtf8) {
        List<String> words = new ArrayList<>();
        notify(recipient).ifPresent(wishes -> words.add("NOTIFY="
            + wishes.stream().map(wish -> wish.name().toUpperCase(Locale.ROOT)).collect(Collectors.joining(","))));
        originalRecipient(recipient).ifPresent(original -> words.add("ORCPT=" + (smtpUtf8 ? original : ascii(original))));
        return words;
    }

    private static String ascii(String original) {
        return original.codePoints()
            .mapToObj(c -> c < 128 ? Character.toString(c) : "\\x{" + Integer.toHexString(c).toUpperCase(Locale.ROOT) + "}")
            .collect(Collectors.joining());
    }

    private Optional<EnumSet<Notify>> notify(MailAddress recipient) {
        return wish(recipient).flatMap(RecipientDsnParameters::getNotifyParameter);
    }

    private Optional<RecipientDsnParameters> wish(MailAddress recipient) {
        return parameters.flatMap(all -> Optional.ofNullable(all.getRcptParameters().get(recipient)));
    }
}
