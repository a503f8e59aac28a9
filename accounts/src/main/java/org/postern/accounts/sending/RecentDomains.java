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
 * message or in several at the same time; it is forgotten, and what it cost given back, when nothing came of any of them. A message of
 * which nothing comes does not keep it known for longer.
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

        private Visit(Domain domain, Instant last) {
            this.domain = domain;
            this.last = last;
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
        Visit visit = visits.computeIfAbsent(domain, unknown -> new Visit(unknown, now));
        visit.recipients++;
        return visit;
    }

    /** The message of one recipient is ours; also when the domain is not known any more, or known again. */
    void keep(Visit visit, Instant now) {
        Visit known = Optional.ofNullable(visits.remove(visit.domain)).orElse(visit);
        known.last = now;
        visits.put(known.domain, known);
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
