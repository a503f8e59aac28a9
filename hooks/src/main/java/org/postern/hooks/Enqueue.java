// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.commons.configuration2.Configuration;
import org.apache.james.core.Username;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.postern.bridge.MailAttributes;
import org.postern.hooks.commands.LimitErrors;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Hold;
import org.postern.submission.Replies;
import org.postern.submission.Reply;
import org.postern.submission.SendingReplies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the mail into James's spool, to wait there until its time (4865), and only then says 250, with the queue id. */
public class Enqueue implements JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(Enqueue.class);

    private final Clock clock = Clock.systemUTC();
    private final MailQueueFactory<?> queues;
    private MailQueue spool;

    @Inject
    public Enqueue(MailQueueFactory<?> queues) {
        this.queues = queues;
    }

    @Override
    public void init(Configuration config) {
        spool = queues.createQueue(MailQueueFactory.SPOOL);
    }

    @Override
    public void destroy() {
        try {
            spool.close();
        } catch (IOException e) {
            LOGGER.warn("The spool could not be closed", e);
        }
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        Optional<Hold> hold = Transaction.hold(session);
        try {
            enqueue(mail, hold);
        } catch (Exception e) {
            LOGGER.error("Mail {} could not be queued", mail.getName(), e);
            return Answers.hook(Replies.localFault());
        }
        LimitErrors.messageAccepted(session);
        LimitSending.messageAccepted(session);
        LOGGER.info("message queued id={} user={} client={} recipients={} session={}{}", mail.getName(),
            Optional.ofNullable(session.getUsername()).map(Username::asString).orElse(""),
            Connection.clientAddress(session), mail.getRecipients().size(), session.getSessionID(), asked(session));
        return Answers.hook(queued(mail, hold));
    }

    private static Reply queued(Mail mail, Optional<Hold> hold) {
        if (MailAttributes.read(mail, MailAttributes.HELD).isPresent()) {
            return SendingReplies.queuedForReview(mail.getName());
        }
        return hold.map(until -> DialogueReplies.queuedAndHeld(mail.getName(), until.until()))
            .orElseGet(() -> DialogueReplies.queued(mail.getName()));
    }

    private void enqueue(Mail mail, Optional<Hold> hold) throws MailQueue.MailQueueException {
        if (hold.isPresent()) {
            // The queue takes a time that has come in the meantime for no delay.
            spool.enQueue(mail, Duration.between(clock.instant(), hold.get().until()));
        } else {
            spool.enQueue(mail);
        }
    }

    /** RFC 6710 §4.1 has the priority logged; a hold is what people ask about first. */
    private static String asked(SMTPSession session) {
        return Transaction.options(session).priority().map(priority -> " priority=" + priority).orElse("")
            + Transaction.hold(session).map(hold -> " hold-until=" + hold.until()).orElse("");
    }
}
