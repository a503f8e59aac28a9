// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.util.Locale;
import java.util.Optional;

import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.postern.submission.header.HeaderField;

/**
 * What Content-Type says (RFC 2045 §5).
 *
 * @param name {@code type/subtype} in lower case
 * @param boundary of a multipart; empty when there is none that can be looked for
 */
record MediaType(String name, Optional<String> boundary) {
    static final String FIELD = "Content-Type";
    static final MediaType TEXT = new MediaType("text/plain", Optional.empty());
    static final MediaType MESSAGE = new MediaType("message/rfc822", Optional.empty());

    /** RFC 2046 §5.1.1 has 70; some mail programs have more. */
    private static final int LONGEST_BOUNDARY = 200;

    static MediaType read(HeaderField field) {
        RawBody body = RawFieldParser.DEFAULT.parseRawBody(new RawField(FIELD, field.body()));
        String name = Optional.ofNullable(body.getValue()).orElse("").strip().toLowerCase(Locale.ROOT);
        Optional<String> boundary = body.getParams().stream()
            .filter(parameter -> parameter.getName().equalsIgnoreCase("boundary"))
            .map(NameValuePair::getValue)
            .filter(value -> value != null)
            .map(String::stripTrailing)
            .filter(value -> !value.isEmpty() && value.length() <= LONGEST_BOUNDARY)
            .findFirst();
        return new MediaType(name, boundary);
    }

    boolean isText() {
        return name.startsWith("text/") || name.equals("text");
    }

    boolean isMultipart() {
        return name.startsWith("multipart/");
    }

    /** RFC 1847 §2.1. */
    boolean isSigned() {
        return name.equals("multipart/signed");
    }

    boolean isDigest() {
        return name.equals("multipart/digest");
    }

    boolean isMessage() {
        return name.equals("message/rfc822");
    }

    /** RFC 2045 §6.4: message/global (RFC 6532 §3.7) and its like may be encoded, no other kind of message. */
    boolean mayBeEncoded() {
        return !isMultipart() && (!name.startsWith("message/") || name.startsWith("message/global"));
    }
}
