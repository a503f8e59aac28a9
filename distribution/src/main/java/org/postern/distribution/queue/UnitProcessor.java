// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.impl.CompositeProcessorImpl;
import org.apache.mailet.Mail;

/**
 * James's mailets, all or nothing: what they have queued of a mail is not queued when one of them fails, as the whole mail is tried
 * again. Also when that is an error of Java's, of which James's spooler hears nothing.
 */
public final class UnitProcessor implements MailProcessor {

    private final CompositeProcessorImpl mailets;
    private final Units units;

    @Inject
    UnitProcessor(CompositeProcessorImpl mailets, Units units) {
        this.mailets = mailets;
        this.units = units;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        boolean isDone = false;
        try {
            mailets.service(mail);
            isDone = true;
        } catch (StackOverflowError | LinkageError e) {
            throw new IllegalStateException("A mailet cannot process " + mail.getName(), e);
        } finally {
            if (!isDone) {
                units.current().ifPresent(Unit::discard);
            }
        }
    }
}
