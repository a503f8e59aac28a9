// SPDX-License-Identifier: Apache-2.0
package org.postern.matchers;

import java.util.List;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.postern.bridge.CheckSet;
import org.postern.bridge.Identities;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.SubmittedMail;
import org.postern.submission.Check;
import org.postern.submission.Identity;
import org.postern.submission.Reply;
import org.postern.submission.Verdict;
import org.postern.submission.checks.StandardChecks;

/**
 * Matches submitted mail that fails one of these checks: their names, or {@code all} for those that are on by default. For
 * a server whose port could not refuse it: the author gets a bounce then (RFC 6409 §3.2). What the first failing check
 * says goes into the mail attribute {@code postern.refusal}, and into {@code delivery-error}, where James's
 * {@code DSNBounce} finds the reason that it reports. {@code DSNBounce} sends nothing when there is no reverse-path.
 *
 * <p>Put {@link ForeignReversePath} first, or set {@code verifyIdentity} on the port: a bounce to a reverse-path that is
 * not the author's would hit a stranger. When a store does not answer this matcher throws; with {@code propagate} James
 * tries the mail again later.
 *
 * <pre>{@code
 * <processor state="submission">
 *   <mailet match="org.postern.matchers.ForeignReversePath" class="ToRepository">
 *     <repositoryPath>file://var/mail/refused/</repositoryPath>
 *     <onMatchException>propagate</onMatchException>
 *   </mailet>
 *   <mailet match="org.postern.matchers.FailsCheck=all" class="ToProcessor">
 *     <processor>refused</processor>
 *     <onMatchException>propagate</onMatchException>
 *   </mailet>
 *   <mailet match="All" class="org.postern.mailets.RepairHeader"/>
 *   …
 * </processor>
 * <processor state="refused">
 *   <mailet match="All" class="DSNBounce">
 *     <messageString>Your message was not sent: something in it has to be changed first.</messageString>
 *     <attachment>heads</attachment>
 *     <passThrough>false</passThrough>
 *   </mailet>
 * </processor>
 * }</pre>
 */
public class FailsCheck extends SubmissionMatcher {
    private static final String ALL = "all";

    private final CheckSet checkSet;
    private List<Check> checks = List.of();

    @Inject
    public FailsCheck(Identities identities, CheckSet checkSet) {
        super(identities);
        this.checkSet = checkSet;
    }

    @Override
    public void init() throws MessagingException {
        List<String> names = names("names of checks, parted by commas, or all");
        try {
            checks = names.equals(List.of(ALL)) ? checkSet.defaults() : checkSet.named(names);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage(), "their names, parted by commas, or all");
        }
    }

    @Override
    boolean matches(Mail mail, Identity identity) throws MessagingException {
        Verdict verdict = StandardChecks.firstOf(checks, SubmittedMail.read(mail, identity).submission());
        if (verdict instanceof Verdict.TryLater later) {
            throw new MessagingException("Cannot judge mail " + mail.getName() + " now: " + later.reply());
        }
        if (verdict instanceof Verdict.Refuse refuse) {
            remember(mail, refuse.reply());
            return true;
        }
        return false;
    }

    private static void remember(Mail mail, Reply reply) {
        MailAttributes.write(mail, MailAttributes.REFUSAL, reply.toString());
        MailAttributes.write(mail, MailAttributes.DELIVERY_ERROR, reply.toString());
    }
}
