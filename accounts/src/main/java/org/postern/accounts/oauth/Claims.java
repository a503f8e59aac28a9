// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an issuer says of a token, as JSON has it. Not for a log. */
final class Claims {
    private final Map<String, Object> json;

    Claims(Map<String, Object> json) {
        this.json = json;
    }

    /** Empty when it is missing, or no text. */
    Optional<String> text(String name) {
        return json.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A text alone, or those of a list (RFC 7519 §4.1.3). */
    List<String> texts(String name) {
        return json.get(name) instanceof List<?> list
            ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
            : text(name).stream().toList();
    }

    /** {@code true}, also as a text: some issuers write it so. */
    boolean isTrue(String name) {
        return Boolean.TRUE.equals(json.get(name)) || "true".equals(json.get(name));
    }

    /**
     * Seconds since 1970 (RFC 7519 §2).
     *
     * @return empty when it is missing
     * @throws TokenRefusal when it is no time
     */
    Optional<Instant> time(String name) throws TokenRefusal {
        Object value = json.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            if (value instanceof Number seconds) {
                return Optional.of(Instant.ofEpochSecond(seconds.longValue()));
            }
        } catch (DateTimeException e) {
            throw TokenRefusal.invalid("token with an impossible time");
        }
        throw TokenRefusal.invalid("token with an impossible time");
    }

    @Override
    public String toString() {
        return "claims";
    }
}
