// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.time.Duration;
import java.util.LinkedList;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.apache.james.metrics.api.Metric;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.postern.submission.Reply;

/** What a listener does for each of its dialogues. */
interface DialogueService {
    boolean isProxyRequired();

    /** TLS from the first octet (RFC 8314 §3.3). */
    boolean isImplicitTls();

    /** How long a client may take for a command. */
    Duration commandTimeout();

    /** How long a client may take for a block of a message. */
    Duration dataTimeout();

    ConnectionLimits limits();

    Metric connections();

    Metric commands();

    SubmissionTransport newTransport(Channel channel);

    SubmissionSession newSession(SubmissionTransport transport);

    /** Where a session does what may take time, without keeping others waiting; throws what an executor does when it has too much. */
    Executor slowWork();

    /** A TLS 1.2 or 1.3 server side. */
    SslHandler newTlsHandler();

    /** Reads the lines that are commands. */
    LineHandler<ProtocolSession> dispatcher();

    /** All handlers of this kind, in their order. */
    <T> LinkedList<T> handlers(Class<? super T> kind);

    /** Why the session has to end now, if it has. */
    Optional<Reply> farewell(SubmissionSession session);

    /** A line that never came to a command handler is a client's error too. */
    Response countError(SubmissionSession session, Response response);

    /** The reply to a message, which is no command either: with the site's help page, when it is a refusal. */
    Response explain(Response response);
}
