// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.bridge.trace.TraceField;

/** What the trace tells of a session, whatever happens in it. */
public final class TracedSession {
    private static final AttachmentKey<Integer> TRANSACTION = AttachmentKey.of("POSTERN_TRANSACTION", Integer.class);
    private static final AttachmentKey<String> NAMED = AttachmentKey.of("POSTERN_NAMED", String.class);
    private static final AttachmentKey<String> RULE = AttachmentKey.of("POSTERN_RULE", String.class);

    private TracedSession() {
    }

    /** MAIL has been accepted. */
    public static void beginTransaction(ProtocolSession session) {
        session.setAttachment(TRANSACTION, session.getAttachment(TRANSACTION, State.Connection).orElse(0) + 1, State.Connection);
    }

    /** The command at hand names this path; it may be refused and leave nothing else behind. */
    public static void names(ProtocolSession session, String path) {
        session.setAttachment(NAMED, path, State.Connection);
    }

    /** What the command at hand has named, without brackets; empty when nothing. */
    public static String takeNamed(ProtocolSession session) {
        String path = session.removeAttachment(NAMED, State.Connection).orElse("");
        return path.startsWith("<") && path.endsWith(">") ? path.substring(1, path.length() - 1) : path;
    }

    /** The command or the message at hand is refused by the rule of this name. */
    public static void refusedBy(ProtocolSession session, String rule) {
        session.setAttachment(RULE, rule, State.Connection);
    }

    /** Which rule has refused what is at hand; empty when none, or one without a name. */
    public static String takeRule(ProtocolSession session) {
        return session.removeAttachment(RULE, State.Connection).orElse("");
    }

    /** Who is there, and where. */
    public static Map<TraceField, String> fields(ProtocolSession session) {
        Map<TraceField, String> fields = new EnumMap<>(TraceField.class);
        fields.put(TraceField.SESSION, session.getSessionID());
        session.getAttachment(TRANSACTION, State.Connection)
            .ifPresent(number -> fields.put(TraceField.TRANSACTION, number.toString()));
        fields.put(TraceField.CLIENT, Connection.clientAddress(session));
        Connection.tls(session).ifPresent(tls -> fields.put(TraceField.TLS, tls));
        if (session instanceof SMTPSession smtp && smtp.getConfiguration() instanceof NamedListener named) {
            fields.put(TraceField.LISTENER, named.listenerName());
        }
        Connection.accounts(session).stream().findFirst().ifPresent(account -> fields.put(TraceField.ACCOUNT, account.asString()));
        Optional.ofNullable(session.getUsername()).ifPresent(user -> fields.put(TraceField.USER, user.asString()));
        return fields;
    }
}
