// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8.5: signs a message for the domains of its authors, with every key that they have, so that DMARC finds a signature
 * of the domain that the reader sees (RFC 7489 §3.1). The signatures go on top of the header; no other octet changes.
 * Immutable.
 */
public final class Signer {
    private final Clock clock;
    private final boolean withKeysOfParents;
    private final Optional<Duration> validity;

    /**
     * @param withKeysOfParents whether a domain without keys is signed for with those of the nearest domain above it
     * @param validity after which time a signature is void; it never is when empty
     */
    public Signer(Clock clock, boolean withKeysOfParents, Optional<Duration> validity) {
        this.clock = Objects.requireNonNull(clock);
        this.withKeysOfParents = withKeysOfParents;
        this.validity = Objects.requireNonNull(validity);
    }

    /**
     * The keys with which this message has to be signed. None for an author's domain that has no key, for a header that
     * nobody may change, and none with which it has been signed here before.
     */
    public List<SigningKey> keysFor(MessageHeader header, KeyRing ring) {
        if (!header.isComplete()) {
            return List.of();
        }
        List<HeaderField> signatures = SignatureField.onTop(header);
        return header.named("From").stream()
            .flatMap(from -> from.addresses().mailboxes().stream())
            .filter(author -> !author.isBare())
            .flatMap(author -> author.address(Domain.LOCALHOST).stream())
            .flatMap(author -> keysOf(author.getDomain(), ring).stream())
            .distinct()
            .filter(key -> signatures.stream().noneMatch(signature -> SignatureField.isOf(signature, key)))
            .toList();
    }

    /**
     * The header with a signature for each of these keys.
     *
     * @param body the octets after the empty line that ends the header; read to their end
     * @throws GeneralSecurityException when this Java cannot sign with such a key
     */
    public MessageHeader sign(MessageHeader header, InputStream body, List<SigningKey> keys)
            throws IOException, GeneralSecurityException {
        if (keys.isEmpty()) {
            return header;
        }
        byte[] bodyHash = RelaxedBody.hash(body);
        SignedFields fields = SignedFields.of(header);
        Instant now = clock.instant();
        List<HeaderField> signed = new ArrayList<>();
        for (SigningKey key : keys) {
            signed.add(SignatureField.make(key, fields, bodyHash, now, validity));
        }
        signed.addAll(header.fields());
        return MessageHeader.of(signed);
    }

    private List<SigningKey> keysOf(Domain domain, KeyRing ring) {
        return withKeysOfParents ? ring.ofDomainOrParent(domain) : ring.of(domain);
    }
}
