// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.postern.hooks.Answers;
import org.postern.hooks.Connection;
import org.postern.hooks.Settings;
import org.postern.hooks.TracedSession;
import org.postern.hooks.Transaction;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Identity;
import org.postern.submission.checks.EnvelopeAddress;

/**
 * RCPT: 6409-4.2a, 6409-5.1a, 5321-4.5.3. A recipient that is given twice is kept once. Parameters belong to a
 * {@link RcptHook} of the handler chain that says it supports them; every RcptHook is asked at the end.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.commands.Rcpt">
 *   <maxRecipients>1000</maxRecipients>   <!-- recipients of one message; 100 or more (RFC 5321 §4.5.3.1.8) -->
 * </handler>
 * }</pre>
 */
public class Rcpt extends AbstractHookableCmdHandler<RcptHook> {
    private static final List<String> COMMANDS = List.of("RCPT");
    private static final int DEFAULT_MAX = 1000;
    private static final int LEAST_MAX = 100;
    private static final AttachmentKey<Current> CURRENT = AttachmentKey.of("POSTERN_RECIPIENT", Current.class);

    private int maxRecipients = DEFAULT_MAX;
    private final EnvelopeAddress addresses = new EnvelopeAddress();
    private Optional<RoleAddresses> roles = Optional.empty();

    private record Current(MailAddress recipient, Map<String, String> parameters) {
    }

    @Inject
    public Rcpt(MetricFactory metrics) {
        super(metrics);
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "Rcpt", "maxRecipients");
        maxRecipients = Settings.atLeast(LEAST_MAX, config, "maxRecipients", DEFAULT_MAX);
    }

    /** Recipients of one message. */
    public int maxRecipients() {
        return maxRecipients;
    }

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    protected Response doFilterChecks(SMTPSession session, String command, String argument) {
        Optional<Identity> identity = Connection.identity(session);
        if (identity.isEmpty() || session.getAttachment(SMTPSession.SENDER, State.Transaction).isEmpty()) {
            return Answers.of(DialogueReplies.sayMailFirst());
        }
        if (Transaction.isMessageUnderWay(session)) {
            return Answers.of(DialogueReplies.messageUnderWay());
        }
        Optional<PathArgument> parsed = PathArgument.parse(argument == null ? "" : argument, "TO");
        if (parsed.isEmpty()) {
            return Answers.of(DialogueReplies.badSyntax("RCPT TO:<recipient's address>"));
        }
        TracedSession.names(session, parsed.get().path());
        return parsed.get().repeated().map(name -> (Response) Answers.of(DialogueReplies.repeatedParameter(name)))
            .orElseGet(() -> accept(session, identity.get(), parsed.get()));
    }

    private Response accept(SMTPSession session, Identity identity, PathArgument argument) {
        Optional<MailAddress> operator = roles.flatMap(known -> known.target(argument.path(), identity.mailbox().getDomain()));
        EnvelopeAddress.Outcome outcome = operator.isPresent()
            ? new EnvelopeAddress.Outcome.Good(MaybeSender.of(operator.get()))
            : addresses.recipient(argument.path(), Transaction.options(session).smtpUtf8(), identity);
        if (outcome instanceof EnvelopeAddress.Outcome.Bad bad) {
            return Answers.of(bad.reply());
        }
        for (String name : argument.parameters().keySet()) {
            if (getHooks() == null || getHooks().stream().noneMatch(hook -> hook.supportedParameters().contains(name))) {
                return Answers.of(DialogueReplies.unknownParameter(name));
            }
        }
        MailAddress recipient = ((EnvelopeAddress.Outcome.Good) outcome).address().get();
        List<MailAddress> known = recipients(session);
        if (known.stream().anyMatch(other -> isSame(other, recipient))) {
            return Answers.of(DialogueReplies.recipientOk());
        }
        if (known.size() >= maxRecipients) {
            return Answers.of(DialogueReplies.tooManyRecipients(maxRecipients));
        }
        Transaction.setForOperator(session, operator.isPresent());
        session.setAttachment(CURRENT, new Current(recipient, argument.parameters()), State.Transaction);
        return null;
    }

    /** James takes some letters beyond ASCII for each other in one comparison and not in the next; no recipient is lost to that. */
    private static boolean isSame(MailAddress one, MailAddress other) {
        return one.equals(other) && one.asString().toLowerCase(Locale.US).equals(other.asString().toLowerCase(Locale.US));
    }

    @Override
    protected Response doCoreCmd(SMTPSession session, String command, String argument) {
        List<MailAddress> recipients = new ArrayList<>(recipients(session));
        recipients.add(current(session).recipient());
        session.setAttachment(SMTPSession.RCPT_LIST, recipients, State.Transaction);
        return Answers.of(DialogueReplies.recipientOk());
    }

    @Override
    protected HookResult callHook(RcptHook hook, SMTPSession session, String argument) {
        MaybeSender sender = session.getAttachment(SMTPSession.SENDER, State.Transaction).orElse(MaybeSender.nullSender());
        Current current = current(session);
        try {
            return hook.doRcpt(session, sender, current.recipient(), current.parameters());
        } catch (IllegalArgumentException e) {
            // James's hooks throw for a value that is none of those allowed; of one without parameters it is our own fault.
            if (Collections.disjoint(hook.supportedParameters(), current.parameters().keySet())) {
                throw e;
            }
            return Answers.hook(DialogueReplies.badParameter(String.join(", ", current.parameters().keySet()), "bad value"));
        }
    }

    private static Current current(SMTPSession session) {
        return session.getAttachment(CURRENT, State.Transaction).orElseThrow();
    }

    private static List<MailAddress> recipients(SMTPSession session) {
        return session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElseGet(List::of);
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        List<Class<?>> kinds = new ArrayList<>(super.getMarkerInterfaces());
        kinds.add(RoleAddresses.class);
        return kinds;
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        if (kind == RoleAddresses.class) {
            roles = handlers.stream().map(RoleAddresses.class::cast).findFirst();
        } else {
            super.wireExtensions(kind, handlers);
        }
    }

    @Override
    protected Class<RcptHook> getHookInterface() {
        return RcptHook.class;
    }
}
