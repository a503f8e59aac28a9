// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.Map;
import java.util.TreeMap;

import javax.inject.Inject;

/** How full the queues are, for whoever watches them. */
public final class QueueDepths {

    private final JournalledQueueFactory queues;
    private final Journal journal;

    @Inject
    QueueDepths(JournalledQueueFactory queues, Journal journal) {
        this.queues = queues;
        this.journal = journal;
    }

    /** Of each queue, by its name. */
    public Map<String, QueueDepth> all() {
        Map<String, QueueDepth> depths = new TreeMap<>();
        queues.all().forEach(queue -> depths.put(queue.getName().asString(), queue.depth()));
        return depths;
    }

    /** Whether the journal is open, and has room for new mail. */
    public boolean takeMail() {
        return journal.takesMail();
    }
}
