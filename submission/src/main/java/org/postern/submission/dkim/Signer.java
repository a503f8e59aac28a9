// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.postern.submission.RightsUnavailableException;
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

    /** For whom a message may be signed. */
    @FunctionalInterface
    public interface Authority {
        /** @throws RightsUnavailableException when nobody can tell now */
        boolean covers(MailAddress originator) throws RightsUnavailableException;
    }

    /**
     * The keys with which this message has to be signed: those of its authors' domains, or, where it may be signed for none of
     * them, of the Sender's. None for a domain that has no key, for a header that nobody may change, and none with which it has been
     * signed here before.
     *
     * @param authority a signature says that the domain answers for the author, so that nobody gets one for a foreign author
     */
    public List<SigningKey> keysFor(MessageHeader header, KeyRing ring, Authority authority) throws RightsUnavailableException {
        if (!header.isComplete()) {
            return List.of();
        }
        List<HeaderField> signatures = SignatureField.onTop(header);
        List<SigningKey> authors = keysOf("From", header, ring, authority);
        List<SigningKey> keys = authors.isEmpty() ? keysOf("Sender", header, ring, authority) : authors;
        return keys.stream()
            .filter(key -> signatures.stream().noneMatch(signature -> SignatureField.isOf(signature, key)))
            .toList();
    }

    private List<SigningKey> keysOf(String field, MessageHeader header, KeyRing ring, Authority authority)
            throws RightsUnavailableException {
        List<MailAddress> originators = header.named(field).stream()
            .flatMap(named -> named.addresses().mailboxes().stream())
            .filter(originator -> !originator.isBare())
            .flatMap(originator -> originator.address(Domain.LOCALHOST).stream())
            .toList();
        Set<SigningKey> keys = new LinkedHashSet<>();
        for (MailAddress originator : originators) {
            List<SigningKey> ofDomain = keysOf(originator.getDomain(), ring);
            if (!keys.containsAll(ofDomain) && authority.covers(originator)) {
                keys.addAll(ofDomain);
            }
        }
        return List.copyOf(keys);
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
