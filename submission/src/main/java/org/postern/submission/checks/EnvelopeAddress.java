// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.postern.submission.Identity;
import org.postern.submission.InternationalAddress;
import org.postern.submission.Replies;
import org.postern.submission.Reply;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;

/**
 * 6409-4.2a, 6409-4.2c, 6409-5.1a, 6531: reads a path of MAIL or RCPT (RFC 5321 §4.1.2, RFC 6531 §3.3). A local-part alone
 * gets the person's domain; a partial name, a literal or what is no path is refused. Stateless.
 */
public final class EnvelopeAddress {
    private static final int MAX_LOCAL_PART = 64;
    private static final int MAX_PATH = 254;
    /** What a reader of UTF-8 puts in the place of octets that are none. */
    private static final char NOT_UTF_8 = '\ufffd';
    private static final char DELETE = 127;
    private static final Pattern ROUTE = Pattern.compile("@[A-Za-z0-9.-]+(,@[A-Za-z0-9.-]+)*");

    /** What became of a path. */
    public sealed interface Outcome {
        /**
         * It can be used.
         *
         * @param address fully qualified; the null sender for {@code MAIL FROM:<>}
         */
        record Good(MaybeSender address) implements Outcome {
        }

        /**
         * It cannot.
         *
         * @param reply 5xx
         */
        record Bad(Reply reply) implements Outcome {
        }
    }

    private interface Wording {
        Reply reply(String path, String reason);
    }

    /**
     * The path of MAIL.
     *
     * @param path what follows {@code FROM:} up to the parameters, brackets included
     * @param smtpUtf8 whether the command has SMTPUTF8
     */
    public Outcome reversePath(String path, boolean smtpUtf8, Identity identity) {
        if (path.strip().equals("<>")) {
            return new Outcome.Good(MaybeSender.nullSender());
        }
        return read(path.strip(), smtpUtf8, identity, Replies::badReversePath, Replies::reversePathNotQualified);
    }

    /**
     * The path of RCPT.
     *
     * @param path what follows {@code TO:} up to the parameters, brackets included
     * @param smtpUtf8 whether MAIL had SMTPUTF8
     */
    public Outcome recipient(String path, boolean smtpUtf8, Identity identity) {
        return read(path.strip(), smtpUtf8, identity, Replies::badRecipient, Replies::recipientNotQualified);
    }

    private static Outcome read(String path, boolean smtpUtf8, Identity identity, Wording syntax, Wording qualification) {
        if (!path.startsWith("<") || !path.endsWith(">")) {
            return new Outcome.Bad(syntax.reply(path, "write it in angle brackets, as in <name@example.org>"));
        }
        if (!smtpUtf8 && path.chars().anyMatch(c -> c > 127)) {
            return new Outcome.Bad(Replies.needsSmtpUtf8(path));
        }
        if (path.indexOf(NOT_UTF_8) >= 0) {
            return new Outcome.Bad(syntax.reply(path, "not UTF-8; an address is written in UTF-8"));
        }
        String octets = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return parse(octets)
            .map(mailbox -> judge(path, mailbox, identity.mailbox().getDomain(), syntax, qualification))
            .orElseGet(() -> new Outcome.Bad(syntax.reply(path, "not an address; write <name@example.org>")));
    }

    private static Outcome judge(String path, HeaderMailbox mailbox, Domain domain, Wording syntax, Wording qualification) {
        if (mailbox.localPart().length() > MAX_LOCAL_PART || mailbox.asString().length() > MAX_PATH) {
            return new Outcome.Bad(syntax.reply(path, "too long; a local-part has 64 characters at most, an address 254"));
        }
        if (mailbox.domain().startsWith("[")) {
            return new Outcome.Bad(qualification.reply(path, "an address literal; write a domain name in its place"));
        }
        if (!mailbox.isBare() && !DomainNames.isFullyQualified(mailbox.domain())) {
            return new Outcome.Bad(qualification.reply(path,
                "the domain is not fully qualified; write it in full, as in name@example.org"));
        }
        return mailbox.address(domain)
            // What a library on the way to the next hop cannot express must not be accepted and then be lost.
            .filter(address -> address.toInternetAddress().isPresent() && isShort(address))
            .<Outcome>map(address -> new Outcome.Good(MaybeSender.of(address)))
            .orElseGet(() -> new Outcome.Bad(syntax.reply(path, mailbox.hasEightBit()
                ? "not an internationalised address; write its domain in A-labels (xn--...)"
                : "this server cannot handle such an address")));
    }

    /** A-labels are longer than the domain that was written. */
    private static boolean isShort(MailAddress address) {
        return InternationalAddress.wire(address).getBytes(StandardCharsets.UTF_8).length <= MAX_PATH;
    }

    /** The header's grammar, minus what a path has not: comments, white space, display names, and control characters between quotes. */
    private static Optional<HeaderMailbox> parse(String octets) {
        if (octets.chars().anyMatch(c -> c < ' ' || c == DELETE)) {
            return Optional.empty();
        }
        byte[] field = ("Path:" + octets + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        List<HeaderMailbox> mailboxes = HeaderField.ofRaw(field).addresses().mailboxes();
        if (mailboxes.size() != 1 || !isPath(octets, mailboxes.get(0).asString())) {
            return Optional.empty();
        }
        return Optional.of(mailboxes.get(0));
    }

    private static boolean isPath(String octets, String address) {
        if (octets.equals("<" + address + ">")) {
            return true;
        }
        // RFC 5321 appendix C: a source route is accepted and ignored.
        return octets.startsWith("<@") && octets.endsWith(":" + address + ">")
            && ROUTE.matcher(octets.substring(1, octets.length() - address.length() - 2)).matches();
    }
}
