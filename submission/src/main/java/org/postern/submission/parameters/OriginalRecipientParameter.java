// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.apache.james.core.MailAddress;
import org.postern.submission.DialogueReplies;
import org.postern.submission.InternationalAddress;
import org.postern.submission.Reply;

/**
 * 3461: ORCPT of RCPT (RFC 3461 §4.2): the recipient as the author knows them, in an address type of any kind. The type
 * {@code utf-8} has an encoding of its own (RFC 6533 §3) and, with SMTPUTF8, UTF-8 as it is.
 */
public final class OriginalRecipientParameter {
    public static final String NAME = "ORCPT";

    private static final int LONGEST = 500;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9!#$%&'*/?^_`{|}~-]+");
    private static final String MAIL = "rfc822";
    private static final String INTERNATIONAL = "utf-8";
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})}");
    private static final Pattern PLAIN = Pattern.compile("[!-*,-<>-\\[\\]-~]*");
    private static final Pattern PLAIN_OR_UTF_8 = Pattern.compile("[!-*,-<>-\\[\\]-~[^\\x00-\\xa0\\u2028\\u2029\\ufffd]]*");

    private OriginalRecipientParameter() {
    }

    /**
     * The reply to RCPT when it is not as it should be.
     *
     * @param smtpUtf8 whether MAIL had SMTPUTF8
     */
    public static Optional<Reply> refusal(String value, boolean smtpUtf8) {
        int semicolon = value.indexOf(';');
        boolean good = semicolon > 0
            && value.getBytes(StandardCharsets.UTF_8).length <= LONGEST
            && TYPE.matcher(value.substring(0, semicolon)).matches()
            && isAddress(value.substring(0, semicolon), value.substring(semicolon + 1), smtpUtf8);
        return good ? Optional.empty() : Optional.of(DialogueReplies.badOriginalRecipient(LONGEST));
    }

    private static boolean isAddress(String type, String address, boolean smtpUtf8) {
        if (!type.equalsIgnoreCase(INTERNATIONAL)) {
            return Xtext.decodePrintable(address).isPresent();
        }
        boolean characters = EMBEDDED.matcher(address).results().allMatch(OriginalRecipientParameter::isCharacter);
        String rest = EMBEDDED.matcher(address).replaceAll("");
        return characters && !address.isEmpty() && (smtpUtf8 ? PLAIN_OR_UTF_8 : PLAIN).matcher(rest).matches();
    }

    private static boolean isCharacter(MatchResult embedded) {
        int character = Integer.parseInt(embedded.group(1), 16);
        return Character.isValidCodePoint(character) && Character.getType(character) != Character.SURROGATE
            && !Character.isISOControl(character);
    }

    /** The mailbox in a value that is as it should be; empty when it is of another type, or one that James cannot hold. */
    public static Optional<MailAddress> mailbox(String value) {
        int semicolon = value.indexOf(';');
        return value.substring(0, semicolon).equalsIgnoreCase(MAIL)
            ? Xtext.decodePrintable(value.substring(semicolon + 1)).flatMap(InternationalAddress::of)
            : Optional.empty();
    }
}
