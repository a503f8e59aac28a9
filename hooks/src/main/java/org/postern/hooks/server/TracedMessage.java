// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.hooks.Connection;
import org.postern.hooks.TracedSession;
import org.postern.submission.Identity;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.ParsedMessage;

/** What the trace is told of a message when it has come to its end: by then the transaction is over. Not safe for several threads. */
final class TracedMessage {
    private static final char ACCEPTED = '2';

    private final SubmissionSession session;
    private final Trace trace;
    private final String queueId;
    private final List<MailAddress> recipients;
    private final Map<TraceField, String> fields = new EnumMap<>(TraceField.class);

    private TracedMessage(SubmissionSession session, Trace trace, String queueId, List<MailAddress> recipients) {
        this.session = session;
        this.trace = trace;
        this.queueId = queueId;
        this.recipients = recipients;
    }

    /** Of the transaction that is running. */
    static TracedMessage of(SubmissionSession session, Trace trace, String queueId) {
        TracedMessage message = new TracedMessage(session, trace, queueId,
            session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElseGet(List::of));
        message.fields.putAll(TracedSession.fields(session));
        Connection.identity(session).map(Identity::mechanism).ifPresent(name -> message.fields.put(TraceField.MECHANISM, name));
        session.getAttachment(SMTPSession.SENDER, State.Transaction)
            .ifPresent(sender -> message.fields.put(TraceField.SENDER, path(sender)));
        return message;
    }

    private static String path(MaybeSender sender) {
        return sender.asOptional().map(MailAddress::asString).orElse("<>");
    }

    void read(ParsedMessage message) {
        message.header().first("Message-ID").map(HeaderField::body)
            .ifPresent(id -> fields.put(TraceField.MESSAGE_ID, TraceEvent.messageId(id)));
    }

    /**
     * @param at when its last octet had come: what became of it meanwhile is later
     * @param size in octets
     */
    void answered(Instant at, long size, Response response) {
        String line = response.getLines().get(0).toString();
        trace.record(TraceEvent.ofMail(at, line.charAt(0) == ACCEPTED ? Kind.ACCEPTED : Kind.REFUSED, queueId)
            .with(fields)
            .with(TraceField.SIZE, Long.toString(size))
            .with(TraceField.RULE, TracedSession.takeRule(session))
            // What stands between quotes may be a part of the message.
            .with(TraceField.REPLY, line.replaceFirst("'.*'", "'...'"))
            .about(recipients));
    }
}
