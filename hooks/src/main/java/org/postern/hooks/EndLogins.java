// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.Optional;

import javax.inject.Inject;

import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.mailet.Mail;
import org.postern.accounts.Ending;
import org.postern.accounts.Endings;
import org.postern.accounts.Means;
import org.postern.accounts.Opening;
import org.postern.accounts.certificates.ClientCertificates;
import org.postern.accounts.certificates.ClientCertificates.Judgement;
import org.postern.submission.LoginReplies;
import org.postern.submission.Reply;

/**
 * Ends the sessions that were opened with what opens none any more: a password that has been changed, an app password that is revoked,
 * a delegation that is withdrawn, anything of a person who is removed. That is with 421 at their next command, and a message that comes
 * to its end meanwhile is not taken, 450. What has a time of its own, an app password or an access token, is good for messages that
 * begin before it is over, and a client certificate for as long as it would be accepted at a login: both are looked at when MAIL comes.
 *
 * <p>On a James whose users are not kept by Postern nobody says so when a password changes, a delegation is withdrawn or a person goes.
 */
public class EndLogins implements EndsSessions, MailHook {
    private final Endings endings;
    private final ClientCertificates certificates;

    @Inject
    public EndLogins(Endings endings, ClientCertificates certificates) {
        this.endings = endings;
        this.certificates = certificates;
    }

    @Override
    public Optional<Reply> farewell(ProtocolSession session) {
        return Connection.opening(session).flatMap(endings::of).map(EndLogins::reply);
    }

    private static Reply reply(Ending ending) {
        return switch (ending.kind()) {
            case PASSWORD -> LoginReplies.passwordChanged();
            case APP_PASSWORD -> LoginReplies.appPasswordRevoked(ending.name());
            case DELEGATION -> LoginReplies.delegationWithdrawn();
            default -> LoginReplies.accountRemoved();
        };
    }

    @Override
    public Runnable whenSomeEnd(Runnable listener) {
        return endings.whenEnded(listener);
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        return Connection.opening(session).flatMap(opening -> atMail(session, opening))
            .map(Answers::disconnecting)
            .orElse(HookResult.DECLINED);
    }

    private Optional<Reply> atMail(SMTPSession session, Opening opening) {
        if (endings.hasExpired(opening)) {
            return Optional.of(opening.means().kind() == Means.Kind.TOKEN
                ? LoginReplies.tokenExpired()
                : LoginReplies.appPasswordExpired(opening.appPassword()));
        }
        return opening.means().kind() == Means.Kind.CERTIFICATE ? certificate(session) : Optional.empty();
    }

    private Optional<Reply> certificate(SMTPSession session) {
        Judgement judgement = certificates.judge(Connection.certificates(session));
        if (judgement instanceof Judgement.Refused) {
            return Optional.of(LoginReplies.certificateRefused());
        }
        return judgement instanceof Judgement.Unknown ? Optional.of(LoginReplies.certificateUnknown()) : Optional.empty();
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        return farewell(session).isPresent() ? Answers.hook(LoginReplies.messageNotTaken()) : HookResult.DECLINED;
    }
}
