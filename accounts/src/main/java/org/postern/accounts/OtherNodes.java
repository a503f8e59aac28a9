// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

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
    private Set<Told> heard = Set.of();
    private Instant newest;

    OtherNodes(EndingStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        newest = clock.instant();
    }

    /** It has ended here whether they can be told or not. */
    void tell(long number, Ending ending) {
        try {
            store.tell(new Told(node, number, ending, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        } catch (Exception e) {
            LOGGER.warn("Other nodes are not told that sessions end user={} reason=\"{}\"", ending.account(), ending.reason(), e);
        }
    }

    /** @throws Exception when the store does not answer; what it had to say comes with the next call */
    synchronized List<Ending> news() throws Exception {
        List<Told> theirs = store.since(newest.minus(LEEWAY)).stream().filter(told -> !told.node().equals(node)).toList();
        List<Told> news = theirs.stream().filter(told -> !heard.contains(told)).toList();
        heard = Set.copyOf(theirs);
        for (Told told : news) {
            newest = told.at().isAfter(newest) ? told.at() : newest;
        }
        return news.stream().map(Told::ending).toList();
    }
}
