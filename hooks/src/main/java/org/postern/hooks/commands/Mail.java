// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.postern.bridge.JamesSenderRights;
import org.postern.hooks.Answers;
import org.postern.hooks.Connection;
import org.postern.hooks.TracedSession;
import org.postern.hooks.Transaction;
import org.postern.hooks.auth.PopReaders;
import org.postern.hooks.auth.PopReaders.Reader;
import org.postern.submission.BodyType;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Identity;
import org.postern.submission.Replies;
import org.postern.submission.Reply;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Verdict;
import org.postern.submission.checks.EnvelopeAddress;
import org.postern.submission.checks.ReversePathRights;
import org.postern.submission.parameters.AuthParameter;
import org.postern.submission.parameters.SmtpUtf8Parameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MAIL: 6409-4.3 (nobody unauthenticated), 6409-4.2a and 6409-5.1a (the reverse-path), 6409-6.1 (whose it is), and the
 * parameters SIZE (RFC 1870), BODY (RFC 6152) and AUTH (4954-5). Other parameters belong to a {@link MailParametersHook} of
 * the handler chain, and every {@link MailHook} of it is asked at the end.
 */
public class Mail extends AbstractHookableCmdHandler<MailHook> implements EhloExtension {
    private static final Logger LOGGER = LoggerFactory.getLogger(Mail.class);
    private static final List<String> COMMANDS = List.of("MAIL");
    private static final String ACCEPTED = "250";
    private static final String BODY = "BODY";
    private static final String REVERSE_PATH = "reverse-path-rights";

    private final SenderRights rights;
    private final PopReaders readers;
    private final EnvelopeAddress addresses = new EnvelopeAddress();
    private final Map<String, MailParametersHook> parameterHooks = new HashMap<>();

    @Inject
    public Mail(MetricFactory metrics, JamesSenderRights rights, PopReaders readers) {
        super(metrics);
        this.rights = rights;
        this.readers = readers;
    }

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        long limit = session.getConfiguration().getMaxMessageSize();
        return List.of(limit > 0 ? "SIZE " + limit : "SIZE");
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isPresent()) {
            return Answers.of(DialogueReplies.transactionRunning());
        }
        boolean accepted = false;
        try {
            Response response = super.onCommand(session, request);
            accepted = response.getRetCode().equals(ACCEPTED);
            return response;
        } finally {
            // Also when a hook throws: no transaction has begun then.
            if (!accepted) {
                session.resetState();
            }
        }
    }

    @Override
    protected Response doFilterChecks(SMTPSession session, String command, String argument) {
        Connection.forgetRecognized(session);
        Optional<Identity> person = Connection.isLoggedIn(session) ? Connection.identity(session) : Optional.empty();
        List<Reader> behind;
        try {
            behind = Connection.isLoggedIn(session) ? List.of() : readers.at(session);
        } catch (RightsUnavailableException e) {
            LOGGER.error("who says MAIL is not known now client={}", Connection.clientAddress(session), e);
            return Answers.of(Replies.localFault());
        }
        if (person.isEmpty() && behind.isEmpty()) {
            return Answers.of(notYet(session));
        }
        if (session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection).isEmpty()) {
            return Answers.of(DialogueReplies.sayEhloFirst());
        }
        Optional<PathArgument> parsed = PathArgument.parse(argument == null ? "" : argument, "FROM");
        if (parsed.isEmpty()) {
            return Answers.of(DialogueReplies.badSyntax("MAIL FROM:<your address>"));
        }
        TracedSession.names(session, parsed.get().path());
        return parsed.get().repeated().map(name -> (Response) Answers.of(DialogueReplies.repeatedParameter(name)))
            .orElseGet(() -> person.isPresent()
                ? accept(session, person.get(), parsed.get())
                : acceptReader(session, behind, parsed.get()));
    }

    /** The one whose reverse-path it is. Others behind the address are not told who reads mail there. */
    private Response acceptReader(SMTPSession session, List<Reader> behind, PathArgument argument) {
        for (Reader reader : behind) {
            if (!(reversePath(reader.identity(), argument) instanceof EnvelopeAddress.Outcome.Good path
                    && new ReversePathRights(rights).check(reader.identity(), path.address()) instanceof Verdict.Refuse)) {
                readers.recognize(session, reader);
                return accept(session, reader.identity(), argument);
            }
        }
        return Answers.of(DialogueReplies.noReadersAddress(argument.path()));
    }

    private EnvelopeAddress.Outcome reversePath(Identity identity, PathArgument argument) {
        return addresses.reversePath(argument.path(), argument.parameters().containsKey(SmtpUtf8Parameter.NAME), identity);
    }

    private static Reply notYet(SMTPSession session) {
        if (session.isStartTLSSupported() && !session.isTLSStarted()) {
            return DialogueReplies.startTlsFirst();
        }
        return Ehlo.wasHelo(session) ? DialogueReplies.authenticateWithEhlo() : DialogueReplies.authenticateFirst();
    }

    private Response accept(SMTPSession session, Identity identity, PathArgument argument) {
        EnvelopeAddress.Outcome outcome = reversePath(identity, argument);
        if (outcome instanceof EnvelopeAddress.Outcome.Bad bad) {
            return Answers.of(bad.reply());
        }
        for (Map.Entry<String, String> parameter : argument.parameters().entrySet()) {
            Optional<Response> refusal = refuse(session, parameter.getKey(), parameter.getValue());
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        MaybeSender reversePath = ((EnvelopeAddress.Outcome.Good) outcome).address();
        Optional<Reply> refusal = new ReversePathRights(rights).check(identity, reversePath).answer();
        if (refusal.isPresent()) {
            TracedSession.refusedBy(session, REVERSE_PATH);
            return Answers.of(refusal.get());
        }
        session.setAttachment(SMTPSession.SENDER, reversePath, State.Transaction);
        return null;
    }

    private Optional<Response> refuse(SMTPSession session, String name, String value) {
        if (name.equals("SIZE")) {
            return size(session, value).map(Answers::of);
        }
        if (name.equals(BODY)) {
            return body(session, value);
        }
        if (name.equals(AuthParameter.NAME)) {
            // 4954-5: a submission server believes the authentication, not the parameter.
            return AuthParameter.refusal(value).map(Answers::of);
        }
        MailParametersHook hook = parameterHooks.get(name);
        if (hook == null) {
            return Optional.of(Answers.of(DialogueReplies.unknownParameter(name)));
        }
        return Optional.ofNullable(calcDefaultSMTPResponse(hook.doMailParameter(session, name, value)));
    }

    /** 3030: BINARYMIME needs BDAT, so that whoever takes BDAT is asked. */
    private Optional<Response> body(SMTPSession session, String value) {
        Optional<BodyType> type = BodyType.parse(value);
        Optional<MailParametersHook> hook = Optional.ofNullable(parameterHooks.get(BODY));
        if (type.isEmpty() || type.get() == BodyType.BINARY && hook.isEmpty()) {
            return Optional.of(Answers.of(DialogueReplies.unknownParameter(BODY + "=" + value)));
        }
        Transaction.announceBody(session, type.get());
        return type.get() == BodyType.BINARY
            ? Optional.ofNullable(calcDefaultSMTPResponse(hook.get().doMailParameter(session, BODY, value)))
            : Optional.empty();
    }

    private static Optional<Reply> size(SMTPSession session, String value) {
        long limit = session.getConfiguration().getMaxMessageSize();
        if (value.isEmpty() || value.length() > 20 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(DialogueReplies.badParameter("SIZE", "a number of octets, up to 20 digits"));
        }
        boolean tooBig = limit > 0 && (value.length() > 18 || Long.parseLong(value) > limit);
        return tooBig ? Optional.of(DialogueReplies.messageTooBig(limit)) : Optional.empty();
    }

    @Override
    protected Response doCoreCmd(SMTPSession session, String command, String argument) {
        return Answers.of(Transaction.answer(session).orElseGet(DialogueReplies::originatorOk));
    }

    @Override
    protected HookResult callHook(MailHook hook, SMTPSession session, String argument) {
        return hook.doMail(session, session.getAttachment(SMTPSession.SENDER, State.Transaction).orElse(MaybeSender.nullSender()));
    }

    @Override
    protected Class<MailHook> getHookInterface() {
        return MailHook.class;
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        List<Class<?>> kinds = new ArrayList<>(super.getMarkerInterfaces());
        kinds.add(MailParametersHook.class);
        return kinds;
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        if (kind == MailParametersHook.class) {
            for (Object handler : handlers) {
                MailParametersHook hook = (MailParametersHook) handler;
                for (String name : hook.getMailParamNames()) {
                    parameterHooks.putIfAbsent(name, hook);
                }
            }
        } else {
            super.wireExtensions(kind, handlers);
        }
    }
}
