// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.postern.submission.AddressPattern;
import org.postern.submission.Credential;
import org.postern.submission.Identity;

/** What a mail carries through the spool of how it was submitted: all of it text, so that any queue can store it. */
public final class MailAttributes {
    /** The person, as authenticated. */
    public static final AttributeName USERNAME = AttributeName.of("postern.username");
    /** The address that is theirs by right. */
    public static final AttributeName MAILBOX = AttributeName.of("postern.mailbox");
    /** The SASL mechanism, such as {@code PLAIN}. */
    public static final AttributeName MECHANISM = AttributeName.of("postern.mechanism");
    /** The name of the app password; absent when it was none. */
    public static final AttributeName CREDENTIAL = AttributeName.of("postern.credential");
    /** The addresses that the app password is for, one a line; absent when it is for all that are the person's. */
    public static final AttributeName CREDENTIAL_SENDERS = AttributeName.of("postern.credential-senders");
    /** The client's IP address. */
    public static final AttributeName CLIENT = AttributeName.of("postern.client");
    /** The name of the listener that took the mail, such as {@code submission}. */
    public static final AttributeName LISTENER = AttributeName.of("postern.listener");
    /** TLS version and cipher; absent on a connection without TLS. */
    public static final AttributeName TLS = AttributeName.of("postern.tls");
    /** What the listener does with an author whose address is not theirs: {@code refuse}, {@code add-sender}, {@code rewrite-from}. */
    public static final AttributeName SENDER_POLICY = AttributeName.of("postern.sender-policy");
    /** {@code true} when MAIL carried SMTPUTF8 (RFC 6531). */
    public static final AttributeName SMTP_UTF8 = AttributeName.of("postern.smtputf8");
    /** What the matcher {@code FailsCheck} says of a mail: reply code, enhanced status code and text. */
    public static final AttributeName REFUSAL = AttributeName.of("postern.refusal");
    /** James's own: what {@code DSNBounce} reports as the reason. */
    public static final AttributeName DELIVERY_ERROR = AttributeName.of("delivery-error");

    private MailAttributes() {
    }

    /** Empty when the mail has no such attribute, or one that is no text. */
    public static Optional<String> read(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class);
    }

    public static void write(Mail mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    /** Writes who submits: user name, mailbox, mechanism, client, and what limits the secret. */
    public static void write(Mail mail, Identity identity) {
        write(mail, USERNAME, identity.username().asString());
        write(mail, MAILBOX, identity.mailbox().asString());
        write(mail, MECHANISM, identity.mechanism());
        write(mail, CLIENT, identity.clientAddress());
        Credential credential = identity.credential();
        if (!credential.equals(Credential.own())) {
            write(mail, CREDENTIAL, credential.name());
        }
        if (!credential.senders().isEmpty()) {
            write(mail, CREDENTIAL_SENDERS, credential.senders().stream().map(AddressPattern::text).collect(Collectors.joining("\n")));
        }
    }
}
