// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.postern.accounts.EndingStore.Told;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the other nodes of the same server what has ended on this one, and hears each thing of theirs once. */
final class OtherNodes {
    private static final Logger LOGGER = LoggerFactory.getLogger(OtherNodes.class);
    /** By which the clocks of nodes may differ, with the time that a node takes to write. */
    private static final Duration LEEWAY = Duration.ofMinutes(10);

    private final EndingStore store;
    private final Clock clock;
    private final String node = UUID.randomUUID().toString();
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Ending> untold = ConcurrentHashMap.newKeySet();
    private Set<Told> heard = Set.of();
    private Instant newest;

    OtherNodes(EndingStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        newest = clock.instant();
    }

    /** It has ended here whether they can be told now or not. */
    void tell(Ending ending) {
        try {
            tellNow(ending);
        } catch (Exception e) {
            LOGGER.warn("Other nodes are told later that sessions end user={} reason=\"{}\"", ending.account(), ending.reason(), e);
            untold.add(ending);
        }
    }

    /** @throws Exception when the store still does not take what it did not take before; it is tried again with the next call */
    void tellWhatIsLeft() throws Exception {
        for (Ending ending : untold) {
            // First, as it may end once more meanwhile.
            untold.remove(ending);
            try {
                tellNow(ending);
            } catch (Exception e) {
                untold.add(ending);
                throw e;
            }
        }
    }

    /** At the time of now, however late: they do not look back for long. */
    private void tellNow(Ending ending) throws Exception {
        store.tell(new Told(node, numbers.incrementAndGet(), ending, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /** @throws Exception when the store does not answer; what it had to say comes with the next call */
    synchronized List<Ending> news() throws Exception {
        List<Told> theirs = store.since(newest.minus(LEEWAY)).stream().filter(told -> !told.node().equals(node)).toList();
        List<Told> news = theirs.stream().filter(told -> !heard.contains(told)).toList();
        heard = Set.copyOf(theirs);
        news.forEach(told -> heard(told, clock.instant()));
        return news.stream().map(Told::ending).toList();
    }

    /** Of a time that has not come nobody has heard all. */
    private void heard(Told told, Instant now) {
        if (told.at().isAfter(now.plus(LEEWAY))) {
            LOGGER.warn("The clock of node {} is ahead of that of this one by {} s, or this one is behind", told.node(),
                Duration.between(now, told.at()).toSeconds());
        }
        Instant latest = told.at().isAfter(now) ? now : told.at();
        newest = latest.isAfter(newest) ? latest : newest;
    }
}
