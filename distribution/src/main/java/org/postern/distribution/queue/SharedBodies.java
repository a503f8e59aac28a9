// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.io.InputStream;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.postern.bridge.LastingMessage;

/** A message that goes into a queue many times, once for each domain of its recipients, is on the disk once. */
@Singleton
public final class SharedBodies {

    /** From here on a file costs less than the copies. */
    private static final long SHARED = 64 * 1024;

    private final Journal journal;
    private final Units units;

    @Inject
    SharedBodies(Journal journal, Units units) {
        this.journal = journal;
        this.units = units;
    }

    /**
     * Before the mail is queued so many times.
     *
     * @throws MessagingException when there is no room for it, or it cannot be written
     */
    public void prepare(Mail mail, int times) throws MessagingException {
        MimeMessage message = mail.getMessage();
        if (times < 2 || mail.getMessageSize() * times < SHARED || !(mail instanceof MailImpl changeable)
                || journal.bodies().of(message).isPresent()) {
            return;
        }
        try (Journal.Room room = units.room(mail.getMessageSize()); InputStream octets = StoredBody.octets(message)) {
            String file = journal.bodies().write(octets);
            changeable.setMessageNoCopy(new LastingMessage(new StoredBody.InFile(journal.bodies().path(file))));
        } catch (IOException e) {
            throw new MessagingException("The message of " + mail.getName() + " cannot be written", e);
        }
    }
}
