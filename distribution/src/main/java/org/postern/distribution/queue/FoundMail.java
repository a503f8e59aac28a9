// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.util.Optional;

import javax.mail.internet.AddressException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queued mail and the queue that it is in. */
record FoundMail(JournalledQueue queue, QueuedMail mail) {

    private static final Logger LOGGER = LoggerFactory.getLogger(FoundMail.class);

    /** Makes something of what the journal has. */
    interface Reader<T> {
        T read(QueuedEnvelope envelope) throws IOException, AddressException;
    }

    /** @return nothing when it has left the queue meanwhile */
    <T> Optional<T> read(Reader<T> reader) {
        try {
            return Optional.of(reader.read(queue.read(mail)));
        } catch (IOException | AddressException e) {
            LOGGER.debug("{} has left the queue meanwhile", mail.name(), e);
            return Optional.empty();
        }
    }

    StoredBody body(QueuedEnvelope envelope) {
        return queue.body(mail, envelope);
    }
}
