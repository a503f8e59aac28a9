// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HeloHook;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Printable;

/**
 * EHLO and HELO (RFC 5321 §4.1.1.1). Announces what works at that moment, asking each {@link EhloExtension} and
 * {@link HeloHook} of the handler chain. Any name that a client has for itself will do: people submit from networks that nobody named.
 */
public class Ehlo extends SimpleCommand implements ExtensibleHandler {
    private static final String EHLO = "EHLO";
    private static final String HELO = "HELO";
    private static final int LONGEST_NAME = 255;
    private static final List<String> ALWAYS = List.of("PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME");

    private final List<EhloExtension> extensions = new ArrayList<>();
    private final List<HeloHook> hooks = new ArrayList<>();

    public Ehlo() {
        super(EHLO, HELO);
    }

    /** Whether the client greeted with HELO and so knows no extension, AUTH among them. */
    public static boolean wasHelo(SMTPSession session) {
        return session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection).filter(HELO::equals).isPresent();
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        if (argument.isEmpty()) {
            return Answers.of(DialogueReplies.badSyntax(request.getCommand() + " name-of-the-client"));
        }
        for (HeloHook hook : hooks) {
            SMTPResponse refusal = AbstractHookableCmdHandler.calcDefaultSMTPResponse(hook.doHelo(session, argument));
            if (refusal != null && refusal.getRetCode().compareTo("400") > 0) {
                return refusal;
            }
        }
        session.resetState();
        session.setAttachment(SMTPSession.CURRENT_HELO_MODE, request.getCommand(), State.Connection);
        session.setAttachment(SMTPSession.CURRENT_HELO_NAME, Printable.line(argument, LONGEST_NAME), State.Connection);
        SMTPResponse response = new SMTPResponse("250", session.getConfiguration().getHelloName());
        if (request.getCommand().equals(EHLO)) {
            features(session).forEach(response::appendLine);
        }
        return response;
    }

    private Set<String> features(SMTPSession session) {
        Set<String> features = new LinkedHashSet<>(ALWAYS);
        for (EhloExtension extension : extensions) {
            features.addAll(extension.getImplementedEsmtpFeatures(session));
        }
        hooks.forEach(hook -> features.addAll(hook.implementedEsmtpFeatures(session)));
        return features;
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(EhloExtension.class, HeloHook.class);
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        if (kind == HeloHook.class) {
            handlers.forEach(handler -> hooks.add((HeloHook) handler));
        } else {
            handlers.forEach(handler -> extensions.add((EhloExtension) handler));
        }
    }
}
