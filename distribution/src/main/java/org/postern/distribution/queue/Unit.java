// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.postern.distribution.queue.Journal.Addition;
import org.postern.distribution.queue.Journal.Located;
import org.postern.distribution.queue.Journal.Place;

/**
 * What a thread queues while it works on one mail. It is written together with the end of that mail, or not at all: whenever the
 * process ends, the mail is where it was or where it goes, and never in both.
 */
final class Unit {

    private record Pending(JournalledQueue queue, QueuedEnvelope mail) {
    }

    private final Journal journal;
    private final List<Pending> pending = new ArrayList<>();
    private boolean isOver;

    Unit(Journal journal) {
        this.journal = journal;
    }

    boolean isOver() {
        return isOver;
    }

    /** To be queued when the unit is committed. */
    void add(JournalledQueue queue, QueuedEnvelope mail) {
        mail.bodyFile().ifPresent(journal.bodies()::use);
        pending.add(new Pending(queue, mail));
    }

    /**
     * Returns when it is on disk.
     *
     * @param removals what is gone from then on
     * @throws IOException when nothing has changed; the unit is empty then
     */
    void commit(List<Located> removals) throws IOException {
        List<Place> places;
        try {
            if (removals.isEmpty()) {
                journal.requireRoom(pending.stream().mapToLong(one -> one.mail().content().getLength()).sum());
            }
            places = journal.change(pending.stream()
                .map(one -> new Addition(one.queue().getName().asString(), one.mail().message()))
                .toList(), removals);
        } catch (IOException | RuntimeException e) {
            discard();
            throw e;
        }
        isOver = true;
        for (int i = 0; i < places.size(); i++) {
            pending.get(i).queue().added(places.get(i), pending.get(i).mail());
        }
    }

    /** Nothing of it is queued. */
    void discard() {
        pending.stream().flatMap(one -> one.mail().bodyFile().stream()).forEach(journal.bodies()::release);
        pending.clear();
    }

    void end() {
        isOver = true;
    }
}
