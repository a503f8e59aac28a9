// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.Arrays;
import java.util.Optional;

/** What MAIL says of the body with BODY (RFC 6152 §3, RFC 3030 §3). */
public enum BodyType {
    SEVEN_BIT("7BIT"),
    EIGHT_BIT("8BITMIME"),
    /** Any octets, in lines or not. */
    BINARY("BINARYMIME");

    private final String value;

    BodyType(String value) {
        this.value = value;
    }

    /** @param value of the parameter, in any case; empty when there is no such type */
    public static Optional<BodyType> parse(String value) {
        return Arrays.stream(values()).filter(type -> type.value.equalsIgnoreCase(value)).findFirst();
    }
}
