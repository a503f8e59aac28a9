// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.util.Locale;
import java.util.regex.Pattern;

import org.apache.james.core.Domain;
import org.postern.submission.InternationalDomain;

/**
 * A key with which mail of a domain is signed.
 *
 * @param domain the value of {@code d=}; internationalised ones as A-labels (RFC 8616)
 * @param selector the value of {@code s=}: one or more labels
 * @param key RSA of at least 2048 bits (RFC 8301 §3.2), or Ed25519 (RFC 8463)
 */
public record SigningKey(Domain domain, String selector, PrivateKey key) {
    /** RFC 8301 §3.2. */
    public static final int LEAST_RSA_BITS = 2048;

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern LABELS = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    /** @throws IllegalArgumentException when DKIM has no use for one of them; the message says what it has a use for */
    public SigningKey {
        selector = selector.toLowerCase(Locale.ROOT);
        if (!LABELS.matcher(domain.asString()).matches()) {
            throw noDomain(domain.asString());
        }
        if (!LABELS.matcher(selector).matches()) {
            throw new IllegalArgumentException("'" + selector + "' is no selector; letters, digits and hyphens are expected");
        }
        if (SigningAlgorithm.of(key).isEmpty()) {
            throw new IllegalArgumentException("a key for " + key.getAlgorithm() + "; RSA or Ed25519 is expected");
        }
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key of " + rsa.getModulus().bitLength() + " bits; at least " + LEAST_RSA_BITS
                + " are expected");
        }
    }

    /**
     * @param domain as an operator writes it, internationalised too
     * @throws IllegalArgumentException as the other constructor does
     */
    public SigningKey(String domain, String selector, PrivateKey key) {
        this(parse(domain), selector, key);
    }

    private static Domain parse(String domain) {
        try {
            return Domain.of(InternationalDomain.ascii(domain).orElseThrow(() -> noDomain(domain)));
        } catch (IllegalArgumentException e) {
            throw noDomain(domain);
        }
    }

    private static IllegalArgumentException noDomain(String domain) {
        return new IllegalArgumentException("'" + domain + "' is no domain; one such as example.org is expected");
    }

    public SigningAlgorithm algorithm() {
        return SigningAlgorithm.of(key).orElseThrow();
    }

    /** Where the DNS has the public half (RFC 6376 §3.6.2.1). */
    public String recordName() {
        return selector + "._domainkey." + domain.asString();
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return recordName();
    }
}
