// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.Optional;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.postern.submission.header.AddressFault;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/**
 * Every reply that Postern gives on its own account, in one place. The text says where it is wrong, what is wrong and
 * what to change; what a client sent is shown cut and in printable ASCII.
 */
public final class Replies {
    private static final int SHOWN_VALUE = 120;
    private static final int SHOWN_NAME = 60;
    private static final int SHOWN_ADVICE = 200;
    private static final EnhancedStatus BAD_CONTENT = new EnhancedStatus(5, 6, 0);

    private Replies() {
    }

    /** 6409-6.1. */
    public static Reply notYourAddress(Identity identity, String where, MailAddress address) {
        String wire = InternationalAddress.wire(address);
        return identity.credential().allows(address) ? notYourAddress(identity, where, wire)
            : new Reply(550, new EnhancedStatus(5, 7, 1), "The app password '" + named(identity.credential().name())
                + "' is not for mail from " + shown(wire) + " (" + where + "); use an address that it is for, or another password");
    }

    /** 6409-6.1, for what is no address that this server can express. */
    public static Reply notYourAddress(Identity identity, String where, String address) {
        return new Reply(550, new EnhancedStatus(5, 7, 1), shown(identity.username().asString()) + " may not send as "
            + shown(address) + " (" + where + "); use an address of your own or ask for the right to this one");
    }

    /** 6409-3.2b: the null reverse-path on something else than a disposition notification. */
    public static Reply nullReversePath() {
        return new Reply(550, new EnhancedStatus(5, 7, 1),
            "The null reverse-path <> is for disposition notifications (RFC 8098) only; send with MAIL FROM:<your address>");
    }

    /** 6409-5.1b: a header field that is wrong, named. */
    public static Reply badHeader(String field, String reason) {
        return new Reply(554, BAD_CONTENT, "Header field " + named(field) + ": " + reason);
    }

    /** 6409-5.1b: an address field that cannot be read. */
    public static Reply badAddress(String field, AddressFault fault) {
        return badHeader(field, AddressFaults.reason(fault.kind()) + ", near '" + shown(fault.where()) + "'");
    }

    /** 6409-5.1b: an author field without an author, or with a group (RFC 6854 has those for gateways only). */
    public static Reply noAuthor(String field) {
        return badHeader(field, "names no author; write Name <name@example.org>, no group");
    }

    /** 6409-5.1b: RFC 5322 §3.6.2 has one mailbox there. */
    public static Reply notOneMailbox(String field) {
        return badHeader(field, "takes one address; write Name <name@example.org>");
    }

    /** 6531. */
    public static Reply eightBitAddress(String field, String address) {
        return badHeader(field, "the address '" + shown(address) + "' has 8-bit characters; send it with SMTPUTF8");
    }

    /** 6409-5.3: more addresses than a store is asked about for one message. */
    public static Reply tooManyOriginators(String field, int limit) {
        return badHeader(field, "the message names more than " + limit + " different originators; name fewer");
    }

    /** 6409-8.2. */
    public static Reply badDate(String field, String value) {
        return badHeader(field, "'" + shown(value) + "' is no date; write it as in Sun, 22 Nov 2026 09:30:00 +0100");
    }

    /** 6409-8.3. */
    public static Reply badMessageId(String field, String value) {
        return badHeader(field, "'" + shown(value) + "' is no message identifier; write <unique@example.org> or leave the field out");
    }

    /** 6409-4.2b. */
    public static Reply notQualified(String field, String address) {
        return badHeader(field, "the domain of '" + shown(address) + "' is not fully qualified; write it in full, as in name@example.org");
    }

    /** 6409-4.2b. */
    public static Reply domainLiteral(String field, String address) {
        return badHeader(field, "'" + shown(address) + "' has an address literal; write a domain name in its place");
    }

    /** 6409-5.1b: RFC 5322 §3.6 allows one. */
    public static Reply repeated(String field, int times) {
        return badHeader(field, "occurs " + times + " times and may occur once only; keep one of them");
    }

    /** 6409-5.1b: a line in the header that is no header field. */
    public static Reply notAField(long line, String text) {
        return badContent("Line " + line + " of the header is no header field: '" + shown(text)
            + "'; write 'Name: value', and an empty line before the body");
    }

    /** 6409-5.1b. */
    public static Reply eightBitHeader(String field) {
        return badHeader(field, "has 8-bit characters; write them as encoded words (RFC 2047) or send with SMTPUTF8");
    }

    /** 6531. */
    public static Reply notUtf8(String field) {
        return badHeader(field, "has 8-bit characters that are not UTF-8; a header is written in UTF-8");
    }

    /** 6409-8. */
    public static Reply nul(MessageHeader header, long line) {
        return badLine(header, line, "has a NUL character; encode binary data as base64");
    }

    /** 6409-8: RFC 5322 §2.3. */
    public static Reply bareCr(MessageHeader header, long line) {
        return badLine(header, line, "has a CR without LF; end every line with CR LF");
    }

    /** 6409-8: RFC 5322 §2.3. */
    public static Reply bareLf(MessageHeader header, long line) {
        return badLine(header, line, "ends with LF without CR; end every line with CR LF");
    }

    /** 6409-8: RFC 5322 §2.1.1. */
    public static Reply longLine(MessageHeader header, long line, int limit) {
        return badLine(header, line, "has more than " + limit + " characters; fold the header field or encode the body");
    }

    /** 3030: no next hop takes it as it is, and encoding it would break the signature. */
    public static Reply binaryUnderSignature() {
        return new Reply(554, new EnhancedStatus(5, 6, 2),
            "A signed part has binary content, which cannot be passed on; encode it as base64 before you sign");
    }

    /** 3030: the same where encoding is not possible, as in a message of very many parts or in a report. */
    public static Reply binaryCannotBeEncoded() {
        return new Reply(554, new EnhancedStatus(5, 6, 3),
            "The binary content cannot be encoded where it stands, and cannot be passed on; encode it as base64 in your program");
    }

    /** 5321-4.5.3: more header than is read. */
    public static Reply headerTooLarge(long octets, int limit) {
        return new Reply(552, new EnhancedStatus(5, 3, 4), "The header has " + octets + " octets and may have " + limit
            + "; send to fewer recipients at a time or leave fields out");
    }

    /** 5321-6.3: a loop. */
    public static Reply tooManyHops(int hops, int limit) {
        return new Reply(554, new EnhancedStatus(5, 4, 6), "The message has " + hops + " Received fields, more than " + limit
            + ": it seems to go in circles");
    }

    /** 6409-5.1a: MAIL. */
    public static Reply badReversePath(String path, String reason) {
        return new Reply(501, new EnhancedStatus(5, 1, 7), "Reverse-path '" + shown(path) + "': " + reason);
    }

    /** 6409-5.1a: RCPT. */
    public static Reply badRecipient(String path, String reason) {
        return new Reply(501, new EnhancedStatus(5, 1, 3), "Recipient '" + shown(path) + "': " + reason);
    }

    /** 6409-4.2a: MAIL. */
    public static Reply reversePathNotQualified(String path, String reason) {
        return new Reply(554, new EnhancedStatus(5, 1, 7), "Reverse-path '" + shown(path) + "': " + reason);
    }

    /** 6409-4.2a: RCPT. */
    public static Reply recipientNotQualified(String path, String reason) {
        return new Reply(554, new EnhancedStatus(5, 1, 2), "Recipient '" + shown(path) + "': " + reason);
    }

    /** The DNS says that there is no such name. */
    public static Reply noSuchRecipientDomain(Domain domain) {
        return new Reply(550, new EnhancedStatus(5, 1, 2), "The recipient's domain '" + shown(domain.asString())
            + "' does not exist; check how it is spelt");
    }

    /** RFC 5321 §5.1: neither MX nor address. */
    public static Reply noHostForRecipientDomain(Domain domain) {
        return new Reply(550, new EnhancedStatus(5, 1, 2), "The recipient's domain '" + shown(domain.asString())
            + "' has no mail server; check how it is spelt");
    }

    /** 7505. */
    public static Reply nullMx(Domain domain) {
        return new Reply(556, new EnhancedStatus(5, 1, 10), "The recipient's domain '" + shown(domain.asString())
            + "' takes no mail at all (null MX); ask for another address");
    }

    /** 6409-3.2a. */
    public static Reply unreachableReversePath(Domain domain, MailDomains.Standing standing) {
        String reason = switch (standing) {
            case NO_SUCH_DOMAIN -> "does not exist";
            case NULL_MX -> "takes no mail at all (null MX)";
            default -> "has no mail server";
        };
        // RFC 7505 §4.2 has a code of its own.
        EnhancedStatus status = standing == MailDomains.Standing.NULL_MX ? new EnhancedStatus(5, 7, 27) : new EnhancedStatus(5, 1, 8);
        return new Reply(550, status, "No report could reach you, as the domain of the reverse-path, '"
            + shown(domain.asString()) + "', " + reason + "; send with an address that takes mail");
    }

    /** 6409-6.2: a rule of the site. */
    public static Reply notYourRecipient(Identity identity, MailAddress recipient, String advice) {
        return new Reply(550, new EnhancedStatus(5, 7, 1), shown(identity.mailbox().asString()) + " may not send to "
            + shown(recipient.asString()) + "; " + Printable.line(advice, SHOWN_ADVICE));
    }

    /** 6531: a non-ASCII address without the parameter. */
    public static Reply needsSmtpUtf8(String path) {
        return new Reply(553, new EnhancedStatus(5, 6, 7), "'" + shown(path) + "' is not ASCII; send it with the SMTPUTF8 parameter");
    }

    /** 6531: a header that this server would have to complete with an address that is not ASCII. */
    public static Reply mailboxNeedsSmtpUtf8(Identity identity) {
        return new Reply(550, new EnhancedStatus(5, 6, 7), "Your address '" + shown(InternationalAddress.wire(identity.mailbox()))
            + "' is not ASCII; send with SMTPUTF8, or write an ASCII address of yours in From");
    }

    /** A store of ours does not answer. */
    public static Reply localFault() {
        return new Reply(451, new EnhancedStatus(4, 3, 0), "Temporary fault on our side, please try again later");
    }

    /**
     * 6409-6.3: the content filter is against the message.
     *
     * @param text the filter's own words
     */
    public static Reply filteredOut(Optional<String> text) {
        return new Reply(550, new EnhancedStatus(5, 7, 1), "The content filter refuses this message"
            + text.map(words -> ": " + words).orElse("; if it should not, tell your postmaster"));
    }

    /**
     * The content filter puts the message off.
     *
     * @param text the filter's own words
     */
    public static Reply filterSaysLater(Optional<String> text) {
        return new Reply(451, new EnhancedStatus(4, 7, 1), "The content filter does not take this message now, please try again later"
            + text.map(words -> ": " + words).orElse(""));
    }

    /** The content filter does not answer, or not as it should. */
    public static Reply filterFault() {
        return new Reply(451, new EnhancedStatus(4, 3, 0), "The content filter cannot be asked now, please try again later");
    }

    private static Reply badLine(MessageHeader header, long line, String reason) {
        String field = header.atLine(line).map(HeaderField::name).filter(name -> !name.isEmpty())
            .map(name -> " (header field " + named(name) + ") ").orElse(" ");
        return badContent("Line " + line + field + reason);
    }

    private static Reply badContent(String text) {
        return new Reply(554, BAD_CONTENT, text);
    }

    private static String named(String field) {
        return Printable.line(field, SHOWN_NAME);
    }

    private static String shown(String value) {
        return Printable.line(value, SHOWN_VALUE);
    }
}
