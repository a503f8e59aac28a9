// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.james.core.Domain;

/**
 * The domains to which one account has written within the time of one limit. Each costs once, however many recipients it has, in one
 * message or in several at the same time; it is forgotten, and what it cost given back, when nothing came of any of them.
 */
final class RecentDomains {
    private final Duration time;
    /** The one that was written to longest ago is the first. */
    private final Map<Domain, Visit> visits = new LinkedHashMap<>();

    /** Of one domain, for as long as it is known. */
    static final class Visit {
        private final Domain domain;
        private Instant last;
        private int recipients;

        private Visit(Domain domain) {
            this.domain = domain;
        }
    }

    RecentDomains(Duration time) {
        this.time = time;
    }

    boolean isKnown(Domain domain, Instant now) {
        Iterator<Visit> oldest = visits.values().iterator();
        while (oldest.hasNext() && !oldest.next().last.isAfter(now.minus(time))) {
            oldest.remove();
        }
        return visits.containsKey(domain);
    }

    /** One more recipient there. */
    Visit add(Domain domain, Instant now) {
        Visit visit = Optional.ofNullable(visits.remove(domain)).orElseGet(() -> new Visit(domain));
        visit.last = now;
        visit.recipients++;
        visits.put(domain, visit);
        return visit;
    }

    /**
     * Nothing came of one recipient.
     *
     * @return whether nothing came of any, so that the domain is new again
     */
    boolean giveBack(Visit visit) {
        visit.recipients--;
        return visit.recipients == 0 && visits.remove(visit.domain, visit);
    }
}
