// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;
import org.postern.hooks.Answers;
import org.postern.hooks.Settings;
import org.postern.hooks.Transaction;
import org.postern.submission.DeliverBy;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Hold;
import org.postern.submission.Reply;
import org.postern.submission.parameters.HoldParameter;

/**
 * 4865: FUTURERELEASE (RFC 4865). The message is checked and answered now, and waits in the spool until its time; then it is
 * completed and delivered. A Date that it lacks is that of its submission. To be switched off on a James whose queue knows no
 * delay, as the one on RabbitMQ.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.extensions.FutureRelease">
 *   <enabled>true</enabled>           <!-- false: not announced, HOLDFOR and HOLDUNTIL are unknown -->
 *   <maxSeconds>604800</maxSeconds>   <!-- the longest time to hold a message; 1 to 999999999, default a week -->
 * </handler>
 * }</pre>
 */
public class FutureRelease extends MailExtension implements MailHook, JamesMessageHook {
    private static final String MAX_SECONDS = "maxSeconds";
    /** Nobody's disk should fill with mail for years to come. */
    private static final int A_WEEK = 604_800;

    private final Clock clock;
    private HoldParameter parameter = new HoldParameter(Duration.ofSeconds(A_WEEK));

    public FutureRelease() {
        super(HoldParameter.FOR, HoldParameter.UNTIL);
        clock = Clock.systemUTC();
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "FutureRelease", ENABLED, MAX_SECONDS);
        super.init(config);
        int longest = Settings.between(1, HoldParameter.MOST_SECONDS, config, MAX_SECONDS, A_WEEK);
        parameter = new HoldParameter(Duration.ofSeconds(longest));
    }

    @Override
    String announcement() {
        return "FUTURERELEASE " + parameter.limits(clock.instant());
    }

    @Override
    Optional<Reply> take(SMTPSession session, String name, String value) {
        if (Transaction.hold(session).isPresent()) {
            return Optional.of(DialogueReplies.heldTwice());
        }
        return parameter.read(name, value, clock.instant()).handTo(hold -> Transaction.hold(session, hold));
    }

    /** RFC 4865 §5.2.2, when all parameters are known. */
    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        Optional<Hold> hold = Transaction.hold(session);
        Optional<DeliverBy> by = Transaction.options(session).deliverBy();
        return hold.isPresent() && by.filter(hold.get()::outlasts).isPresent()
            ? Answers.hook(DialogueReplies.heldBeyondDeadline())
            : HookResult.DECLINED;
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        Transaction.hold(session).ifPresent(hold -> MailOptions.write(mail, hold));
        return HookResult.DECLINED;
    }
}
