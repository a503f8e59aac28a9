// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.james.core.Domain;

/** The keys of all domains. A domain may have several: one for each algorithm, or an old and a new one. Immutable. */
public final class KeyRing {
    private final Map<Domain, List<SigningKey>> byDomain = new HashMap<>();

    public KeyRing(Collection<SigningKey> keys) {
        keys.forEach(key -> byDomain.computeIfAbsent(key.domain(), domain -> new ArrayList<>()).add(key));
    }

    public boolean isEmpty() {
        return byDomain.isEmpty();
    }

    /** The keys of this very domain. */
    public List<SigningKey> of(Domain domain) {
        return List.copyOf(byDomain.getOrDefault(domain, List.of()));
    }

    /** The keys of this domain, or of the nearest one above it that has any: DMARC takes these too (RFC 7489 §3.1.1). */
    public List<SigningKey> ofDomainOrParent(Domain domain) {
        for (String name = domain.asString(); !name.isEmpty(); name = parent(name)) {
            List<SigningKey> keys = of(Domain.of(name));
            if (!keys.isEmpty()) {
                return keys;
            }
        }
        return List.of();
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
