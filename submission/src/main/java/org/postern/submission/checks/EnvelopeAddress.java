// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.apache.james.core.MaybeSender;
import org.postern.submission.Identity;
import org.postern.submission.Replies;
import org.postern.submission.Reply;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;

/**
 * 6409-4.2a, 6409-4.2c, 6409-5.1a: reads a path of MAIL or RCPT (RFC 5321 §4.1.2). A local-part alone gets the person's
 * domain; a partial name, a literal or what is no path is refused. Stateless.
 */
public final class EnvelopeAddress {
    private static final int MAX_LOCAL_PART = 64;
    private static final int MAX_PATH = 254;

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
        if (path.indexOf('(') >= 0 && path.indexOf('"') < 0 || path.chars().anyMatch(c -> c < ' ' || c == 127)) {
            return new Outcome.Bad(syntax.reply(path, "not an address; write <name@example.org>"));
        }
        Optional<HeaderMailbox> mailbox = parse(path);
        if (mailbox.isEmpty()) {
            return new Outcome.Bad(syntax.reply(path, "not an address; write <name@example.org>"));
        }
        return judge(path, mailbox.get(), identity.mailbox().getDomain(), syntax, qualification);
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
            .<Outcome>map(address -> new Outcome.Good(MaybeSender.of(address)))
            .orElseGet(() -> new Outcome.Bad(syntax.reply(path, "this server cannot handle such an address")));
    }

    private static Optional<HeaderMailbox> parse(String path) {
        byte[] field = ("Path:" + path + "\r\n").getBytes(StandardCharsets.UTF_8);
        List<HeaderMailbox> mailboxes = HeaderField.ofRaw(field).addresses().mailboxes();
        return mailboxes.size() == 1 ? Optional.of(mailboxes.get(0)) : Optional.empty();
    }
}
