// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.postern.hooks.Answers;
import org.postern.hooks.Settings;
import org.postern.hooks.commands.Mail;
import org.postern.hooks.commands.Rcpt;
import org.postern.submission.DialogueReplies;

/**
 * 9422: LIMITS (RFC 9422): RCPTMAX, which {@link Rcpt} keeps, and MAILMAX, which is kept here when it is set. Recipients of
 * one message may be of any number of domains, so there is no RCPTDOMAINMAX.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.extensions.Limits">
 *   <enabled>true</enabled>          <!-- false: not announced -->
 *   <maxMessages>0</maxMessages>     <!-- MAIL commands in a session, good and bad, before it is closed with 421; 0 for any number -->
 * </handler>
 * }</pre>
 */
public class Limits implements EhloExtension, ExtensibleHandler, ProtocolHandlerResultHandler<Response, SMTPSession> {
    private static final AttachmentKey<Integer> MESSAGES = AttachmentKey.of("POSTERN_MESSAGES", Integer.class);
    private static final String ENABLED = "enabled";
    private static final String MAX_MESSAGES = "maxMessages";
    /** RFC 9422 §4: six digits. */
    private static final int MOST = 999_999;

    private boolean enabled = true;
    private int maxMessages;
    private boolean isFirst = true;
    private final List<Rcpt> recipients = new ArrayList<>();

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "Limits", ENABLED, MAX_MESSAGES);
        enabled = Settings.flag(config, ENABLED, true);
        maxMessages = Settings.between(0, MOST, config, MAX_MESSAGES, 0);
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        StringBuilder limits = new StringBuilder();
        if (maxMessages > 0) {
            limits.append(" MAILMAX=").append(maxMessages);
        }
        recipients.stream().limit(1).map(Rcpt::maxRecipients).filter(max -> max <= MOST)
            .forEach(max -> limits.append(" RCPTMAX=").append(max));
        return isFirst && enabled && limits.length() > 0 ? List.of("LIMITS" + limits) : List.of();
    }

    /** RFC 9422 §4.1: counts MAIL, whatever becomes of it. */
    @Override
    public Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        if (maxMessages == 0 || !isFirst || !(handler instanceof Mail)) {
            return response;
        }
        int messages = session.getAttachment(MESSAGES, State.Connection).orElse(0) + 1;
        session.setAttachment(MESSAGES, messages, State.Connection);
        return messages > maxMessages ? Answers.closing(DialogueReplies.tooManyMessages(maxMessages)) : response;
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(Limits.class, Rcpt.class);
    }

    /** Of several in a handler chain the first one acts, here as for RCPT. */
    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        if (kind == Rcpt.class) {
            handlers.forEach(handler -> recipients.add((Rcpt) handler));
        } else {
            isFirst = handlers.get(0) == this;
        }
    }
}
