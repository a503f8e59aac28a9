// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.io.InputStream;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;

/** A message that goes into a queue many times, once for each domain of its recipients, is on the disk once. */
@Singleton
public final class SharedBodies {

    /** From here on a file costs less than the copies. */
    private static final long SHARED = 64 * 1024;

    private final Journal journal;

    @Inject
    SharedBodies(Journal journal) {
        this.journal = journal;
    }

    /**
     * Before the mail is queued so many times.
     *
     * @throws MessagingException when there is no room for it, or it cannot be written
     */
    public void prepare(Mail mail, int times) throws MessagingException {
        MimeMessage message = mail.getMessage();
        if (times < 2 || mail.getMessageSize() * times < SHARED || !(mail instanceof MailImpl changeable) || isShared(message)) {
            return;
        }
        try (Journal.Room room = journal.room(mail.getMessageSize()); InputStream octets = octets(message)) {
            String file = journal.bodies().write(octets);
            changeable.setMessageNoCopy(new MimeMessageWrapper(new StoredBody.InFile(journal.bodies().path(file))));
        } catch (IOException e) {
            throw new MessagingException("The message of " + mail.getName() + " cannot be written", e);
        }
    }

    private boolean isShared(MimeMessage message) {
        return message instanceof MimeMessageWrapper wrapper && !wrapper.isModified() && wrapper.getSourceId() != null
            && journal.bodies().name(wrapper.getSourceId()).isPresent();
    }

    private static InputStream octets(MimeMessage message) throws MessagingException {
        return message instanceof MimeMessageWrapper wrapper ? wrapper.getMessageInputStream() : new MimeMessageInputStream(message);
    }
}
