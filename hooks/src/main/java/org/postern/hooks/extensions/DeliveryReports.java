// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableMap;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;
import org.postern.hooks.Answers;
import org.postern.hooks.Transaction;
import org.postern.submission.Reply;
import org.postern.submission.parameters.EnvelopeIdParameter;
import org.postern.submission.parameters.NotifyParameter;
import org.postern.submission.parameters.OriginalRecipientParameter;
import org.postern.submission.parameters.ReturnParameter;

/**
 * 3461: DSN (RFC 3461): RET and ENVID of MAIL, NOTIFY and ORCPT of RCPT, from the dialogue to the mail. James's own hooks
 * take no other ORCPT than an address of theirs, and forget the rest; where a handler chain lists them all the same, what they
 * read stays.
 */
public class DeliveryReports implements EhloExtension, MailParametersHook, RcptHook, JamesMessageHook {
    private static final AttachmentKey<Ret> RETURN = AttachmentKey.of("POSTERN_DSN_RET", Ret.class);
    private static final AttachmentKey<EnvId> ENVELOPE_ID = AttachmentKey.of("POSTERN_DSN_ENVID", EnvId.class);
    private static final AttachmentKey<Recipients> RECIPIENTS = AttachmentKey.of("POSTERN_DSN_RECIPIENTS", Recipients.class);

    /**
     * James takes some letters beyond ASCII for each other when it compares addresses and not when it hashes them, and keeps
     * DSN parameters in maps that refuse two such addresses in one bucket: of those the first has its say.
     */
    private static final Comparator<MailAddress> AS_EQUALS = Comparator.comparing(MailAddress::asString, String.CASE_INSENSITIVE_ORDER);

    /** What RCPT said last of each, whether it was accepted or not. */
    private record Recipients(Map<MailAddress, Map<String, String>> parameters) {
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return List.of("DSN");
    }

    @Override
    public String[] getMailParamNames() {
        return new String[] {ReturnParameter.NAME, EnvelopeIdParameter.NAME};
    }

    @Override
    public HookResult doMailParameter(SMTPSession session, String name, String value) {
        boolean isReturn = name.equals(ReturnParameter.NAME);
        Optional<Reply> refusal = isReturn ? ReturnParameter.refusal(value) : EnvelopeIdParameter.refusal(value);
        if (refusal.isPresent()) {
            return Answers.hook(refusal.get());
        }
        if (isReturn) {
            session.setAttachment(RETURN, Ret.parse(value).orElseThrow(), State.Transaction);
        } else {
            session.setAttachment(ENVELOPE_ID, EnvId.of(value), State.Transaction);
        }
        return HookResult.DECLINED;
    }

    @Override
    public Set<String> supportedParameters() {
        return Set.of(NotifyParameter.NAME, OriginalRecipientParameter.NAME);
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient, Map<String, String> parameters) {
        boolean smtpUtf8 = Transaction.options(session).smtpUtf8();
        Optional<Reply> refusal = Stream.of(
                Optional.ofNullable(parameters.get(NotifyParameter.NAME)).flatMap(NotifyParameter::refusal),
                Optional.ofNullable(parameters.get(OriginalRecipientParameter.NAME))
                    .flatMap(value -> OriginalRecipientParameter.refusal(value, smtpUtf8)))
            .flatMap(Optional::stream)
            .findFirst();
        if (refusal.isPresent()) {
            return Answers.hook(refusal.get());
        }
        Map<MailAddress, Map<String, String>> said = said(session);
        said.remove(recipient);
        if (!parameters.isEmpty()) {
            said.put(recipient, Map.copyOf(parameters));
        }
        return HookResult.DECLINED;
    }

    private static Map<MailAddress, Map<String, String>> said(SMTPSession session) {
        if (session.getAttachment(RECIPIENTS, State.Transaction).isEmpty()) {
            session.setAttachment(RECIPIENTS, new Recipients(new HashMap<>()), State.Transaction);
        }
        return session.getAttachment(RECIPIENTS, State.Transaction).orElseThrow().parameters();
    }

    /** Of the recipients that were accepted. */
    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        Map<MailAddress, RecipientDsnParameters> reports = new TreeMap<>(AS_EQUALS);
        Map<MailAddress, String> originals = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            Map<String, String> parameters = said(session).getOrDefault(recipient, Map.of());
            Optional<String> original = Optional.ofNullable(parameters.get(OriginalRecipientParameter.NAME));
            original.ifPresent(value -> originals.put(recipient, value));
            RecipientDsnParameters.of(
                    Optional.ofNullable(parameters.get(NotifyParameter.NAME)).map(Notify::parse),
                    original.flatMap(OriginalRecipientParameter::mailbox))
                .ifPresent(report -> reports.putIfAbsent(recipient, report));
        }
        if (mail.dsnParameters().isEmpty()) {
            DsnParameters.of(session.getAttachment(ENVELOPE_ID, State.Transaction), session.getAttachment(RETURN, State.Transaction),
                ImmutableMap.copyOf(reports)).ifPresent(mail::setDsnParameters);
        }
        if (!originals.isEmpty()) {
            MailOptions.writeOriginalRecipients(mail, originals);
        }
        return HookResult.DECLINED;
    }
}
