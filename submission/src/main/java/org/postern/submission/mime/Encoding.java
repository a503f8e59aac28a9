// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.util.Arrays;
import java.util.Set;

import org.postern.submission.header.HeaderField;

/** What Content-Transfer-Encoding says (RFC 2045 §6). */
enum Encoding {
    SEVEN_BIT("7bit"),
    EIGHT_BIT("8bit"),
    BINARY("binary"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64"),
    /** One that we do not know. */
    OTHER("x-unknown");

    static final String FIELD = "Content-Transfer-Encoding";
    private static final Set<Encoding> IDENTITIES = Set.of(SEVEN_BIT, EIGHT_BIT, BINARY);

    private final String label;

    Encoding(String label) {
        this.label = label;
    }

    /** @param field comments and what else stands behind the token are not looked at */
    static Encoding read(HeaderField field) {
        String token = field.body().split("[\\s;(]", 2)[0];
        return Arrays.stream(values()).filter(encoding -> encoding.label.equalsIgnoreCase(token)).findFirst().orElse(OTHER);
    }

    String label() {
        return label;
    }

    /** Whether the octets stand there as they are. */
    boolean isIdentity() {
        return IDENTITIES.contains(this);
    }
}
