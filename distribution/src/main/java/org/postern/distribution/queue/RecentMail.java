// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.postern.distribution.queue.Journal.Place;

/** The mail that was queued last, so that what is taken out at once need not be read from the disk again. */
final class RecentMail {

    private final long limit;
    private final Map<Place, QueuedEnvelope> mails = new LinkedHashMap<>();
    private long octets;

    /** @param limit in octets */
    RecentMail(long limit) {
        this.limit = limit;
    }

    synchronized void put(Place place, QueuedEnvelope mail) {
        mails.put(place, mail);
        octets += mail.content().getLength();
        Iterator<QueuedEnvelope> eldest = mails.values().iterator();
        while (octets > limit && eldest.hasNext()) {
            octets -= eldest.next().content().getLength();
            eldest.remove();
        }
    }

    synchronized Optional<QueuedEnvelope> take(Place place) {
        Optional<QueuedEnvelope> mail = Optional.ofNullable(mails.remove(place));
        mail.ifPresent(taken -> octets -= taken.content().getLength());
        return mail;
    }
}
