// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.time.Instant;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.server.core.MailImpl;
import org.apache.james.smtpserver.AddDefaultAttributesMessageHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.MailOptions;

/**
 * Writes on the mail who submits it and how: for Postern's matchers and mailets, and, as James does, for James's own. Asks
 * no DNS for the client's name.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.WriteAttributes">
 *   <listener>submission</listener>   <!-- name for the mail attribute postern.listener; without it jmxName, or the port -->
 * </handler>
 * }</pre>
 */
public class WriteAttributes implements JamesMessageHook {
    private Optional<String> listener = Optional.empty();

    @Inject
    public WriteAttributes() {
        // Nothing to inject: all there is to say is in the session.
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "WriteAttributes", "listener");
        listener = Optional.ofNullable(config.getString("listener", null)).map(String::strip);
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        if (MailAttributes.read(mail, MailAttributes.LISTENER).isPresent()) {
            // One with a name of its own stands before the one of the core handlers.
            return HookResult.DECLINED;
        }
        String client = Connection.clientAddress(session);
        Connection.identity(session).ifPresent(identity -> MailAttributes.write(mail, identity));
        Connection.accounts(session).stream().findFirst()
            .ifPresent(account -> MailAttributes.write(mail, MailAttributes.ACCOUNT, account.asString()));
        Connection.tls(session).ifPresent(tls -> MailAttributes.write(mail, MailAttributes.TLS, tls));
        MailAttributes.write(mail, MailAttributes.LISTENER, listener.orElseGet(() -> name(session)));
        MailOptions.write(mail, Transaction.options(session));
        MailOptions.writeArrival(mail, Instant.now());
        if (mail instanceof MailImpl james) {
            james.setRemoteAddr(client);
            james.setRemoteHost(client);
        }
        mail.setAttribute(new Attribute(Mail.SMTP_SESSION_ID, AttributeValue.of(session.getSessionID())));
        session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
            .ifPresent(helo -> mail.setAttribute(new Attribute(Mail.SMTP_HELO, AttributeValue.of(helo))));
        Optional.ofNullable(session.getUsername())
            .ifPresent(user -> mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user.asString()))));
        if (session.isRelayingAllowed()) {
            mail.setAttribute(Attribute.convertToAttribute(AddDefaultAttributesMessageHook.SMTP_AUTH_NETWORK_NAME, true));
        }
        return HookResult.DECLINED;
    }

    private static String name(SMTPSession session) {
        return session.getConfiguration() instanceof NamedListener named
            ? named.listenerName()
            : String.valueOf(session.getLocalAddress().getPort());
    }
}
