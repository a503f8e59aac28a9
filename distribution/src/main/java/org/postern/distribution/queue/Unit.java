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
    private final boolean isNewMail;
    private final List<Pending> pending = new ArrayList<>();
    private boolean isOver;

    /** @param isNewMail whether all of it is new to this server */
    Unit(Journal journal, boolean isNewMail) {
        this.journal = journal;
        this.isNewMail = isNewMail;
    }

    boolean isNewMail() {
        return isNewMail;
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
     * @throws IOException when it is not known to be; the unit is empty then
     */
    void commit(List<Located> removals) throws IOException {
        try (Journal.Room room = removals.isEmpty() ? room() : Journal.Room.ALL) {
            List<Pending> all = List.copyOf(pending);
            // From here on the files are those of what is on disk; if that is nothing, the next start removes them.
            pending.clear();
            List<Place> places = journal.change(all.stream()
                .map(one -> new Addition(one.queue().getName().asString(), one.mail().message()))
                .toList(), removals);
            isOver = true;
            for (int i = 0; i < places.size(); i++) {
                all.get(i).queue().added(places.get(i), all.get(i).mail());
            }
        }
    }

    private Journal.Room room() throws IOException {
        try {
            return journal.newRoom(pending.stream().mapToLong(one -> one.mail().content().getLength()).sum());
        } catch (IOException e) {
            discard();
            throw e;
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
