// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.postern.bridge.CheckSet;
import org.postern.bridge.Identities;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.MailOptions;
import org.postern.bridge.SubmittedMail;
import org.postern.submission.Check;
import org.postern.submission.Identity;
import org.postern.submission.Replies;
import org.postern.submission.Reply;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.Submission;
import org.postern.submission.checks.StandardChecks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 6409-5.1b, 6409-6.1, 6409-6.3: at the end of DATA every check that is on judges the message, and the first refusal is the
 * answer to DATA; nothing of a refused message is kept. Of several in a handler chain the first one acts.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.CheckMessage">
 *   <check name="line-length" enabled="false"/>   <!-- any check by its name -->
 *   <senderPolicy>refuse</senderPolicy>           <!-- From of somebody else: refuse, add-sender or rewrite-from -->
 * </handler>
 * }</pre>
 *
 * A {@code senderPolicy} other than {@code refuse} switches {@code author-rights} off and leaves a note on the mail
 * ({@code postern.sender-policy}) for the mailets that add Sender or rewrite From.
 */
public class CheckMessage implements JamesMessageHook {
    /** The message as the listener read it while it came in; without it the stored message is read. */
    public static final AttachmentKey<Submission> SUBMISSION = AttachmentKey.of("POSTERN_SUBMISSION", Submission.class);

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckMessage.class);
    private static final AttachmentKey<Boolean> CHECKED = AttachmentKey.of("POSTERN_CHECKED", Boolean.class);
    private static final String REFUSE = "refuse";
    private static final Set<String> POLICIES = Set.of(REFUSE, "add-sender", "rewrite-from");

    private final Identities identities;
    private final CheckSet checkSet;
    private List<Check> checks;
    private String senderPolicy = REFUSE;

    @Inject
    public CheckMessage(Identities identities, CheckSet checkSet) {
        this.identities = identities;
        this.checkSet = checkSet;
        this.checks = checkSet.defaults();
    }

    @Override
    @SuppressWarnings("unchecked")
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "CheckMessage", "check", "senderPolicy");
        senderPolicy = config.getString("senderPolicy", REFUSE).strip();
        if (!POLICIES.contains(senderPolicy)) {
            throw new ConfigurationException("smtpserver.xml: <senderPolicy> of CheckMessage is '" + senderPolicy
                + "', allowed is refuse, add-sender or rewrite-from");
        }
        Set<String> off = senderPolicy.equals(REFUSE) ? Set.of() : Set.of("author-rights");
        checks = checkSet.from((HierarchicalConfiguration<ImmutableNode>) config, off);
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        if (session.setAttachment(CHECKED, true, State.Transaction).isPresent() || session.getUsername() == null) {
            return HookResult.DECLINED;
        }
        try {
            return judge(session, mail);
        } catch (MessagingException | RightsUnavailableException e) {
            LOGGER.error("Mail {} could not be checked", mail.getName(), e);
            return Answers.hook(Replies.localFault());
        }
    }

    private HookResult judge(SMTPSession session, Mail mail) throws MessagingException, RightsUnavailableException {
        Optional<Submission> read = session.getAttachment(SUBMISSION, State.Transaction);
        Submission submission = read.isPresent() ? read.get() : read(session, mail);
        Identity identity = submission.identity();
        Optional<Reply> refusal = StandardChecks.firstOf(checks, submission,
            check -> TracedSession.refusedBy(session, check.name())).answer();
        if (refusal.isPresent()) {
            LOGGER.info("message refused id={} user={} client={} reply=\"{}\"", mail.getName(), identity.username().asString(),
                identity.clientAddress(), refusal.get().withoutQuotation());
            return Answers.hook(refusal.get());
        }
        if (!senderPolicy.equals(REFUSE)) {
            MailAttributes.write(mail, MailAttributes.SENDER_POLICY, senderPolicy);
        }
        return HookResult.DECLINED;
    }

    private Submission read(SMTPSession session, Mail mail) throws MessagingException, RightsUnavailableException {
        Optional<Identity> authenticated = Connection.identity(session);
        Identity identity = authenticated.isPresent()
            ? authenticated.get()
            : identities.identify(session.getUsername(), "", Connection.clientAddress(session));
        // What the checks ask of the envelope stands there; who writes the other attributes comes later.
        MailOptions.write(mail, Transaction.options(session));
        return SubmittedMail.read(mail, identity).submission();
    }
}
