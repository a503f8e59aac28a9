// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import java.util.Optional;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.postern.hooks.Settings;
import org.postern.hooks.Transaction;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;
import org.postern.submission.parameters.PriorityParameter;
import org.postern.submission.parameters.PriorityParameter.Priority;

/**
 * 6710: MT-PRIORITY (RFC 6710). Anybody may stand back; whoever steps forward does so at the cost of all others, so that an
 * operator has to allow it (§4.1), to those of one listener. What is asked for beyond that is lowered, and the reply says so.
 * EHLO names no Priority Assignment Policy, as none of them has levels like ours.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.extensions.MtPriority">
 *   <enabled>true</enabled>           <!-- false: not announced, MT-PRIORITY is unknown -->
 *   <maxPriority>0</maxPriority>      <!-- the highest priority that is given; -9 to 9, default 0: none above other mail -->
 * </handler>
 * }</pre>
 */
public class MtPriority extends MailExtension implements JamesMessageHook {
    private static final String MAX_PRIORITY = "maxPriority";
    private static final int ORDINARY = 0;

    private PriorityParameter parameter = new PriorityParameter(ORDINARY);

    public MtPriority() {
        super(PriorityParameter.NAME);
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "MtPriority", ENABLED, MAX_PRIORITY);
        super.init(config);
        parameter = new PriorityParameter(
            Settings.between(PriorityParameter.LOWEST, PriorityParameter.HIGHEST, config, MAX_PRIORITY, ORDINARY));
    }

    @Override
    String announcement() {
        return "MT-PRIORITY";
    }

    @Override
    Optional<Reply> take(SMTPSession session, String name, String value) {
        return parameter.read(value).handTo(priority -> grant(session, priority));
    }

    private static void grant(SMTPSession session, Priority priority) {
        Transaction.ask(session, options -> options.withPriority(priority.given()));
        if (priority.isLowered()) {
            Transaction.answer(session, DialogueReplies.priorityLowered(priority.given()));
        }
    }

    /** For James's queues. */
    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        Transaction.options(session).priority()
            .ifPresent(priority -> mail.setAttribute(new Attribute(MailPrioritySupport.MAIL_PRIORITY, AttributeValue.of(level(priority)))));
        return HookResult.DECLINED;
    }

    /** James has ten levels, 5 for other mail: of two priorities that share one, the lower is rounded up (RFC 6710 §5). */
    private static int level(int priority) {
        int up = priority > 0 ? (priority + 1) / 2 : Math.floorDiv(priority, 2);
        return Math.min(MailPrioritySupport.NORMAL_PRIORITY + up, MailPrioritySupport.HIGH_PRIORITY);
    }
}
