// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/** The {@code DKIM-Signature} field (RFC 6376 §3.5), folded. */
final class SignatureField {
    static final String NAME = "DKIM-Signature";

    private static final String FOLD = "\r\n\t";
    private static final int WIDTH = 72;

    private SignatureField() {
    }

    static HeaderField make(SigningKey key, SignedFields fields, byte[] bodyHash, Instant now, Optional<Duration> validity)
            throws GeneralSecurityException {
        String unsigned = "v=1; a=" + key.algorithm().tag() + "; c=relaxed/relaxed; d=" + key.domain().asString() + ";"
            + FOLD + "s=" + key.selector() + "; t=" + now.getEpochSecond() + ";"
            + validity.map(time -> " x=" + now.plus(time).getEpochSecond() + ";").orElse("")
            + FOLD + "h=" + folded(fields.names()) + ";"
            + FOLD + "bh=" + Base64.getEncoder().encodeToString(bodyHash) + ";"
            + FOLD + "b=";
        // §3.7: what is signed ends with this very field, its b= empty and no CRLF behind it.
        String signed = fields.canonical() + RelaxedHeader.of(NAME.toLowerCase(Locale.ROOT), unsigned);
        return HeaderField.of(NAME, unsigned + base64(key.algorithm().sign(key.key(), signed)));
    }

    /** Whether this is a signature with such a key, good or not. */
    static boolean isOf(HeaderField field, SigningKey key) {
        TagList tags = TagList.parse(field.body());
        return tags.get("d").filter(key.domain().asString()::equalsIgnoreCase).isPresent()
            && tags.get("s").filter(key.selector()::equalsIgnoreCase).isPresent();
    }

    /** The signatures on top of the header, with nothing above them: whoever takes in a message puts {@code Received} there. */
    static List<HeaderField> onTop(MessageHeader header) {
        return header.fields().stream().takeWhile(field -> field.is(NAME)).toList();
    }

    private static String folded(List<String> names) {
        StringBuilder text = new StringBuilder();
        int lineStart = 0;
        for (String name : names) {
            if (text.length() > 0) {
                text.append(':');
            }
            if (text.length() - lineStart + name.length() > WIDTH) {
                text.append(FOLD).append(' ');
                lineStart = text.length();
            }
            text.append(name);
        }
        return text.toString();
    }

    private static String base64(byte[] signature) {
        return Base64.getMimeEncoder(WIDTH, (FOLD + ' ').getBytes(StandardCharsets.US_ASCII)).encodeToString(signature);
    }
}
