// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.DataLineFilter;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.smtpserver.ExtendedSMTPSession;

/**
 * 8314-3/7, 3848, 6531: puts the Received field on top of the message, with TLS version and cipher and the queue id. Where the
 * client sits is nobody's business unless the operator says so: people submit from home. Recipients are never named, as
 * there may be some in Bcc.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.StampReceived">
 *   <client>hidden</client>   <!-- hidden: no from clause; shown: EHLO name and IP address; or a domain name to write instead -->
 * </handler>
 * }</pre>
 */
public class StampReceived implements DataLineFilter {
    private static final AttachmentKey<Boolean> STAMPED = AttachmentKey.of("POSTERN_STAMPED", Boolean.class);
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile("(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")+");
    private static final String HIDDEN = "hidden";
    private static final String SHOWN = "shown";

    private final Clock clock;
    private String client = HIDDEN;

    public StampReceived() {
        this(Clock.systemDefaultZone());
    }

    StampReceived(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "StampReceived", "client");
        client = config.getString("client", HIDDEN).strip();
        if (!client.equals(HIDDEN) && !client.equals(SHOWN) && !DOMAIN.matcher(client).matches()) {
            throw new ConfigurationException("smtpserver.xml: <client> of StampReceived is '" + client
                + "', allowed is hidden, shown or a domain name");
        }
    }

    /** The whole field, CR LF at its end. */
    public String field(SMTPSession session, String queueId) {
        StringBuilder field = new StringBuilder("Received: ");
        from(session).ifPresent(from -> field.append("from ").append(from).append("\r\n\t"));
        field.append("by ").append(session.getConfiguration().getHelloName()).append(" (Postern) with ").append(protocol(session));
        Connection.tls(session).ifPresent(tls -> field.append("\r\n\t(").append(tls).append(')'));
        field.append("\r\n\tid ").append(queueId);
        // RFC 6710 §7.
        Transaction.options(session).priority().ifPresent(priority -> field.append(" PRIORITY ").append(priority));
        return field.append("; ")
            .append(ReceivedDate.format(ZonedDateTime.now(clock))).append("\r\n").toString();
    }

    private Optional<String> from(SMTPSession session) {
        if (client.equals(HIDDEN)) {
            return Optional.empty();
        }
        if (!client.equals(SHOWN)) {
            return Optional.of(client);
        }
        String address = Connection.clientAddress(session);
        String literal = address.indexOf(':') < 0 ? "[" + address + "]" : "[IPv6:" + address + "]";
        return Optional.of(session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
            .filter(name -> DOMAIN.matcher(name).matches())
            .map(name -> name + " (" + literal + ")")
            .orElse(literal));
    }

    private static String protocol(SMTPSession session) {
        if (!session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection).equals(Optional.of("EHLO"))) {
            return "SMTP";
        }
        // RFC 6531 §4.3.
        String protocol = Transaction.options(session).smtpUtf8() ? "UTF8SMTP" : "ESMTP";
        return protocol + (session.isTLSStarted() ? "S" : "") + (Connection.isLoggedIn(session) ? "A" : "");
    }

    /** On James's own listener, which hands over lines: before the first one. */
    @Override
    public Response onLine(SMTPSession session, byte[] line, LineHandler<SMTPSession> next) {
        if (session.getAttachment(STAMPED, State.Transaction).isPresent()) {
            return next.onLine(session, line);
        }
        session.setAttachment(STAMPED, true, State.Transaction);
        for (String stamped : field(session, queueId(session)).split("(?<=\r\n)")) {
            Response refusal = next.onLine(session, stamped.getBytes(StandardCharsets.US_ASCII));
            if (refusal != null) {
                return refusal;
            }
        }
        return next.onLine(session, line);
    }

    private static String queueId(SMTPSession session) {
        return Optional.of(session)
            .filter(ExtendedSMTPSession.class::isInstance)
            .map(extended -> ((ExtendedSMTPSession) extended).getMimeMessageWriter())
            .map(MimeMessageInputStreamSource::getSourceId)
            .orElseGet(session::getSessionID);
    }
}
