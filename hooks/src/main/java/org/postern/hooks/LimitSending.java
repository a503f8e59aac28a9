// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.postern.accounts.alerts.AccountAlerts;
import org.postern.accounts.alerts.Alert;
import org.postern.accounts.sending.Exceeded;
import org.postern.accounts.sending.Outlay;
import org.postern.accounts.sending.SendingLimits;
import org.postern.bridge.MailAttributes;
import org.postern.hooks.commands.Rcpt;
import org.postern.submission.Reply;
import org.postern.submission.SendingReplies;

/**
 * 6409-6.2: how much an account may send, by the rules of {@code conf/limits.xml}; see
 * {@link org.postern.accounts.sending.Allowances}. MAIL is refused when there is no room for a message, RCPT when there is none for the
 * recipient; both with 450 4.7.1, and the text says when there is. What comes to nothing is not counted: a refused recipient, a
 * message that is refused or never sent. The operator, written {@code <postmaster>}, costs nothing as a recipient and is not refused;
 * but MAIL, which does not say to whom, is, when there is no room for a message.
 *
 * <p>What is to be held for review has the mail attribute {@code postern.held}, and Postern's own spool keeps it. On another James
 * {@code mailetcontainer.xml} has to do that, at the top of the root processor:
 *
 * <pre>{@code
 * <mailet match="HasMailAttribute=postern.held" class="ToRepository">
 *   <repositoryPath>file://var/mail/held/</repositoryPath>
 * </mailet>
 * }</pre>
 */
public class LimitSending implements MailHook, RcptHook, JamesMessageHook, DisconnectHandler<SMTPSession>,
        ProtocolHandlerResultHandler<Response, SMTPSession> {
    private static final AttachmentKey<Outlay> OUTLAY = AttachmentKey.of("POSTERN_OUTLAY", Outlay.class);
    private static final AttachmentKey<Boolean> LAST_RECIPIENT = AttachmentKey.of("POSTERN_OUTLAY_RECIPIENT", Boolean.class);
    private static final String ACCEPTED = "250";
    private static final String RULE = "sending-limits";

    private final SendingLimits limits;
    private final AccountAlerts alerts;

    @Inject
    public LimitSending(SendingLimits limits, AccountAlerts alerts) {
        this.limits = limits;
        this.alerts = alerts;
    }

    /** The message of the transaction is ours: what it cost is not given back. */
    public static void messageAccepted(ProtocolSession session) {
        session.getAttachment(OUTLAY, State.Transaction).ifPresent(Outlay::accepted);
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        if (session.getAttachment(OUTLAY, State.Transaction).isPresent()) {
            return HookResult.DECLINED;
        }
        giveBack(session);
        Outlay outlay = limits.begin(Connection.accounts(session));
        session.setAttachment(OUTLAY, outlay, State.Transaction);
        session.setAttachment(OUTLAY, outlay, State.Connection);
        return answer(session, outlay.message());
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient, Map<String, String> parameters) {
        return doRcpt(session, sender, recipient);
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        Optional<Outlay> outlay = session.getAttachment(OUTLAY, State.Transaction);
        if (outlay.isEmpty() || Transaction.isForOperator(session)
                || session.setAttachment(LAST_RECIPIENT, true, State.Transaction).isPresent()) {
            return HookResult.DECLINED;
        }
        return answer(session, outlay.get().recipient(recipient.getDomain()));
    }

    private HookResult answer(SMTPSession session, Optional<Exceeded> exceeded) {
        exceeded.ifPresent(limit -> {
            TracedSession.refusedBy(session, RULE);
            alert(limit);
        });
        return exceeded.map(limit -> Answers.hook(reply(limit))).orElse(HookResult.DECLINED);
    }

    private static Reply reply(Exceeded limit) {
        return SendingReplies.limitReached(limit.account().asString(), limit.words(), limit.room());
    }

    private void alert(Exceeded limit) {
        alerts.raise(new Alert(limit.account(), Alert.Kind.LIMIT_REACHED, "limit=\"" + limit.words() + "\""));
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        session.getAttachment(OUTLAY, State.Transaction).flatMap(Outlay::review).ifPresent(limit -> {
            MailAttributes.write(mail, MailAttributes.HELD, limit.words());
            alert(limit);
        });
        return HookResult.DECLINED;
    }

    /** Another hook may refuse what this one has counted, and whatever ends a transaction gives back what it cost. */
    @Override
    public Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        if (handler instanceof Rcpt && session.removeAttachment(LAST_RECIPIENT, State.Transaction).isPresent()
                && !response.getRetCode().equals(ACCEPTED)) {
            session.getAttachment(OUTLAY, State.Transaction).ifPresent(Outlay::refuseRecipient);
        }
        boolean isOver = response.isEndSession() || session.getAttachment(OUTLAY, State.Transaction).isEmpty();
        if (handler instanceof CommandHandler && isOver) {
            giveBack(session);
        }
        return response;
    }

    @Override
    public void onDisconnect(SMTPSession session) {
        giveBack(session);
    }

    private static void giveBack(ProtocolSession session) {
        session.removeAttachment(OUTLAY, State.Connection).ifPresent(Outlay::giveBack);
    }
}
