// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.io.IOException;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
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

/** Hands the mail over to James, to wait there until its time (RFC 4865), and only then says 250, with the queue id. */
public class Enqueue implements JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(Enqueue.class);

    private final Handover handover;

    @Inject
    public Enqueue(Handover handover) {
        this.handover = handover;
    }

    @Override
    public void destroy() {
        try {
            handover.close();
        } catch (IOException e) {
            LOGGER.warn("The spool could not be closed", e);
        }
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        Optional<Hold> hold = Transaction.hold(session);
        try {
            handover.take(mail, hold.map(Hold::until));
        } catch (Exception e) {
            return Answers.hook(NoRoom.behind(e).map(full -> noRoom(mail, full)).orElseGet(() -> failed(mail, e)));
        }
        LimitErrors.messageAccepted(session);
        LimitSending.messageAccepted(session);
        LOGGER.info("message queued id={} user={} client={} recipients={} session={}{}", mail.getName(),
            Optional.ofNullable(session.getUsername()).map(Username::asString).orElse(""),
            Connection.clientAddress(session), mail.getRecipients().size(), session.getSessionID(), asked(session));
        return Answers.hook(queued(mail, hold));
    }

    private static Reply noRoom(Mail mail, NoRoom full) {
        LOGGER.warn("{}; that was mail {}", full.getMessage(), mail.getName());
        return DialogueReplies.diskFull();
    }

    private static Reply failed(Mail mail, Exception fault) {
        LOGGER.error("Mail {} could not be queued", mail.getName(), fault);
        return Replies.localFault();
    }

    private static Reply queued(Mail mail, Optional<Hold> hold) {
        if (MailAttributes.read(mail, MailAttributes.HELD).isPresent()) {
            return SendingReplies.queuedForReview(mail.getName());
        }
        return hold.map(until -> DialogueReplies.queuedAndHeld(mail.getName(), until.until()))
            .orElseGet(() -> DialogueReplies.queued(mail.getName()));
    }

    /** RFC 6710 §4.1 has the priority logged; a hold is what people ask about first. */
    private static String asked(SMTPSession session) {
        return Transaction.options(session).priority().map(priority -> " priority=" + priority).orElse("")
            + Transaction.hold(session).map(hold -> " hold-until=" + hold.until()).orElse("");
    }
}
