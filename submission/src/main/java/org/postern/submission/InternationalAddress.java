// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

import javax.mail.internet.AddressException;

import org.apache.james.core.MailAddress;

/**
 * Internationalised addresses (RFC 6531 §3.3) in James's {@link MailAddress}, which takes letters over 127 between quotes
 * only: {@code jörg@müller.example} is held as {@code "jörg"@xn--mller-kva.example}. A local-part that needs no quotes for
 * another reason is held without, a domain always in A-labels, so that an address has one form here.
 *
 * <p>Nobody but the host of a mailbox may take two different local-parts for one (RFC 5321 §2.3.11), so none is normalized on its
 * way. {@link #identifier} is for those that this site is the host of.
 */
public final class InternationalAddress {
    private static final String SPECIALS = "()<>[]:;@\\,\"";

    private InternationalAddress() {
    }

    /**
     * @param localPart as written, with or without quotes
     * @param domain U-labels or A-labels
     * @return empty when this is no address, or one that James cannot hold
     */
    public static Optional<MailAddress> of(String localPart, String domain) {
        Optional<String> held = held(localPart);
        Optional<String> ascii = InternationalDomain.ascii(domain);
        if (held.isEmpty() || ascii.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MailAddress(held.get() + "@" + ascii.get()));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    /** @param address as in {@code jörg@müller.example} */
    public static Optional<MailAddress> of(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? Optional.empty() : of(address.substring(0, at), address.substring(at + 1));
    }

    /** Whether it can be written with SMTPUTF8 only. */
    public static boolean isInternational(MailAddress address) {
        return !isAscii(address.getLocalPart());
    }

    /** As one writes it in a path or a header field: {@code jörg@xn--mller-kva.example}. */
    public static String wire(MailAddress address) {
        return localPart(address) + "@" + address.getDomain().asString();
    }

    /** The local-part as one writes it: {@code jörg}, {@code "jörg m"}. */
    public static String localPart(MailAddress address) {
        return text(address.getLocalPart()).map(text -> isDotAtom(text) ? text : quoted(text)).orElseGet(address::getLocalPart);
    }

    /**
     * Equal for all spellings of one mailbox of this site, and for no two mailboxes. Upper case counts for nothing, as in James's
     * user names; nor does whether a letter and its accent are one character or two, as the same name typed on two
     * machines differs in that (RFC 6532 §3.1). Letters that merely look alike are different.
     */
    public static String identifier(MailAddress address) {
        return Normalizer.normalize(wire(address), Normalizer.Form.NFC).toLowerCase(Locale.US);
    }

    private static Optional<String> held(String localPart) {
        return text(localPart)
            .filter(text -> text.codePoints().noneMatch(InternationalAddress::isForbidden))
            .map(text -> isAscii(text) && isDotAtom(text) ? text : quoted(text));
    }

    /** What the local-part says: without quotes, and without the backslashes that they need. Empty when it is none. */
    private static Optional<String> text(String localPart) {
        if (!localPart.startsWith("\"")) {
            return Optional.of(localPart).filter(InternationalAddress::isDotAtom);
        }
        StringBuilder text = new StringBuilder(localPart.length());
        int i = 1;
        while (i < localPart.length() && localPart.charAt(i) != '"') {
            if (localPart.charAt(i) == '\\') {
                i++;
            }
            if (i < localPart.length()) {
                text.append(localPart.charAt(i));
            }
            i++;
        }
        return i == localPart.length() - 1 ? Optional.of(text.toString()) : Optional.empty();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
        }
        return quoted.append('"').toString();
    }

    private static boolean isDotAtom(String text) {
        char last = '.';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 127 || SPECIALS.indexOf(c) >= 0 || c == '.' && last == '.') {
                return false;
            }
            last = c;
        }
        return last != '.';
    }

    /** RFC 5198 §2: no control characters beyond ASCII, and no line ends by another name. */
    private static boolean isForbidden(int c) {
        int type = Character.getType(c);
        return c > 127 && (type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
            || type == Character.SURROGATE);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
