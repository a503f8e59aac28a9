// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;

/** Which unit a thread works on. James's spooler and RemoteDelivery begin, work on and end a mail on one thread. */
@Singleton
final class Units {

    private final Journal journal;
    private final ThreadLocal<Unit> current = new ThreadLocal<>();

    @Inject
    Units(Journal journal) {
        this.journal = journal;
    }

    /** What this thread queues from now on belongs to it, until it ends. */
    Unit begin(boolean isNewMail) {
        Unit unit = new Unit(journal, isNewMail);
        current.set(unit);
        return unit;
    }

    void end(Unit unit) {
        unit.end();
        if (current.get() == unit) {
            current.remove();
        }
    }

    /** One that this thread has begun and that is not over. */
    Optional<Unit> current() {
        return Optional.ofNullable(current.get()).filter(unit -> !unit.isOver());
    }

    /**
     * For what this thread is about to write.
     *
     * @throws IOException when it is new mail, and there is no room for that
     */
    Journal.Room room(long octets) throws IOException {
        boolean isNewMail = current().map(Unit::isNewMail).orElse(true);
        return isNewMail ? journal.newRoom(octets) : Journal.Room.ALL;
    }

    /** One that no thread works on. */
    Unit single() {
        return new Unit(journal, true);
    }
}
