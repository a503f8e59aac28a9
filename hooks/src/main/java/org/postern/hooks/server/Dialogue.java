// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProxyInformation;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.netty.HandlerConstants;
import org.postern.hooks.Answers;
import org.postern.hooks.Connection;
import org.postern.hooks.LateReply;
import org.postern.hooks.auth.RunningExchange;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Printable;
import org.postern.submission.Replies;
import org.postern.submission.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's dialogue, from its connection to its end. Runs on an executor that is never the I/O loop and that takes
 * one task of a session at a time, so that handlers may block. Octets are read from the socket only when the last ones
 * are worked off: a client faster than we are is held by TCP, not by our memory.
 */
final class Dialogue extends ChannelInboundHandlerAdapter {
    /** Tells a session to come to its end: at once when the client has the floor, else after the message under way. */
    enum Shutdown { REQUEST }

    /** Tells a session to look whether it has to end now. */
    enum Farewell { SOME }

    /** The longest command line in octets, CR LF not counted: four times what RFC 5321 §4.5.3.1.4 asks for. */
    static final int MAX_COMMAND = 2048;
    private static final Logger LOGGER = LoggerFactory.getLogger(Dialogue.class);
    /** For a client that neither takes our last reply nor closes. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    private enum Phase { OPENING, OPEN, WAITING, STARTING_TLS, HANDSHAKE, CLOSING, LINGERING, CLOSED }

    private final DialogueService service;
    private final Runnable whenEnded;
    private final Framer framer = new Framer();
    private Phase phase = Phase.OPENING;
    private ChannelHandlerContext context;
    private SubmissionTransport transport;
    private SubmissionSession session;
    private IdleWatch idle;
    /** What the client said behind a command whose reply is on its way. */
    private Optional<ByteBuf> unread = Optional.empty();
    private boolean wantsRead;
    private boolean stopping;
    private boolean clearTextBehindStartTls;
    private boolean handshakeFailed;
    private Optional<Reply> refusal = Optional.empty();
    private Optional<String> counted = Optional.empty();
    private Optional<Future<?>> lastResort = Optional.empty();

    Dialogue(DialogueService service, Runnable whenEnded) {
        this.service = service;
        this.whenEnded = whenEnded;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        transport = service.newTransport(ctx.channel());
        session = service.newSession(transport);
        idle = new IdleWatch(ctx.channel().eventLoop(), () -> ctx.executor().execute(this::timedOut));
        service.connections().increment();
        if (!service.isProxyRequired()) {
            admit();
        }
        finishBatch();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        idle.busy();
        if (message instanceof HAProxyMessage proxy) {
            try {
                proxied(proxy);
            } finally {
                proxy.release();
            }
            return;
        }
        takeAndRelease((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        finishBatch();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (wantsRead && ctx.channel().isWritable()) {
            wantsRead = false;
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = Phase.CLOSED;
        idle.stop();
        takeUnread().ifPresent(ByteBuf::release);
        lastResort.ifPresent(timer -> timer.cancel(false));
        try {
            LinkedList<DisconnectHandler<ProtocolSession>> handlers = service.handlers(DisconnectHandler.class);
            handlers.forEach(handler -> handler.onDisconnect(session));
        } finally {
            session.resetState();
            counted.ifPresent(service.limits()::leave);
            service.connections().decrement();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        // Behind what Netty still does with this pipeline, here and on the I/O loop.
        ctx.executor().execute(() -> ctx.channel().eventLoop().execute(whenEnded));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeDone(handshake);
        } else if (event == Shutdown.REQUEST) {
            stopping = true;
            if (phase == Phase.OPENING || phase == Phase.HANDSHAKE) {
                phase = Phase.CLOSED;
                ctx.close();
            } else {
                finishBatch();
            }
        } else if (event == Farewell.SOME && phase == Phase.OPEN && service.farewell(session).isPresent()) {
            finishBatch();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        boolean clientsFault = reason instanceof IOException || reason instanceof HAProxyProtocolException;
        if (!clientsFault) {
            LOGGER.error("Session {} with {} broken off", session.getSessionID(), Connection.clientAddress(session), cause);
        } else if (phase != Phase.LINGERING && !(handshakeFailed && reason instanceof SSLException)) {
            LOGGER.info("Connection with {} lost: {}", Connection.clientAddress(session), shown(reason));
        }
        phase = Phase.CLOSED;
        ctx.close();
    }

    private void proxied(HAProxyMessage proxy) {
        HAProxyProxiedProtocol protocol = proxy.proxiedProtocol();
        if (protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6) {
            session.setProxyInformation(new ProxyInformation(
                new InetSocketAddress(proxy.sourceAddress(), proxy.sourcePort()),
                new InetSocketAddress(proxy.destinationAddress(), proxy.destinationPort())));
        } else if (protocol != HAProxyProxiedProtocol.UNKNOWN) {
            throw new HAProxyProtocolException("Only TCP over IPv4 or IPv6 is proxied here, not " + protocol);
        }
        admit();
    }

    /** Counts the client in as soon as its address is known; it is greeted, or refused, when TLS permits. */
    private void admit() {
        String client = Connection.clientAddress(session);
        counted = Optional.of(client);
        refusal = service.limits().enter(client);
        refusal.ifPresent(reply -> LOGGER.info("connection refused client={} reply=\"{}\"", client, reply));
        if (refusal.isPresent() && service.limits().isFlood(client)) {
            phase = Phase.CLOSED;
            context.close();
        } else if (!service.isImplicitTls()) {
            open();
        }
    }

    private void handshakeDone(SslHandshakeCompletionEvent handshake) {
        idle.heard();
        if (!handshake.isSuccess()) {
            handshakeFailed = true;
            LOGGER.info("TLS handshake with {} failed: {}", Connection.clientAddress(session), shown(handshake.cause()));
            phase = Phase.CLOSED;
            context.close();
        } else if (phase == Phase.HANDSHAKE) {
            phase = Phase.OPEN;
            finishBatch();
        } else if (phase == Phase.OPENING) {
            open();
            finishBatch();
        }
    }

    private void open() {
        phase = Phase.OPEN;
        if (refusal.isPresent()) {
            close(refusal.get());
            return;
        }
        LinkedList<ConnectHandler<ProtocolSession>> handlers = service.handlers(ConnectHandler.class);
        handlers.forEach(handler -> answer(handler.onConnect(session)));
    }

    private void take(ByteBuf octets) {
        while (phase == Phase.OPEN) {
            Framer.Frame frame = framer.next(octets);
            if (frame == Framer.Frame.NEED_MORE) {
                return;
            }
            idle.heard();
            switch (frame) {
                case LINE -> line(framer.line());
                case BARE_LF -> badLine(framer.line(), bareLineFeed());
                case TOO_LONG -> badLine(framer.line(), tooLong());
                case DATA -> session.incoming().orElseThrow().accept(framer.block(), framer.start(), framer.end() - framer.start());
                case END_OF_DATA -> answer(service.explain(finishMessage()));
                default -> throw new IllegalStateException();
            }
        }
        if (phase == Phase.STARTING_TLS && octets.isReadable()) {
            clearTextBehindStartTls = true;
        } else if (phase == Phase.WAITING && octets.isReadable()) {
            // The TLS handler may have more for us than we asked for.
            ByteBuf more = octets.readRetainedSlice(octets.readableBytes());
            unread = Optional.of(unread.map(before -> Unpooled.wrappedBuffer(before, more)).orElse(more));
        }
    }

    private Optional<ByteBuf> takeUnread() {
        Optional<ByteBuf> taken = unread;
        unread = Optional.empty();
        return taken;
    }

    /** Leaves this thread to other sessions until the reply is there. */
    private void await(Supplier<LateReply> slowWork) {
        CompletableFuture<LateReply> reply;
        try {
            reply = CompletableFuture.supplyAsync(slowWork, service.slowWork());
        } catch (RejectedExecutionException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        phase = Phase.WAITING;
        reply.exceptionally(this::brokenOff).thenAccept(late -> {
            Runnable resume = () -> resume(late.response());
            if (late.heldBack().isZero()) {
                context.executor().execute(resume);
            } else {
                context.channel().eventLoop().schedule(() -> context.executor().execute(resume),
                    late.heldBack().toNanos(), TimeUnit.NANOSECONDS);
            }
        });
    }

    private LateReply brokenOff(Throwable failure) {
        LOGGER.error("An authentication exchange of session {} broke off", session.getSessionID(), failure);
        RunningExchange.breakOff(session, "fault");
        return new LateReply(service.explain(Answers.of(DialogueReplies.authenticationUnavailable())), Duration.ZERO);
    }

    private void resume(Response response) {
        if (phase != Phase.WAITING) {
            return;
        }
        phase = Phase.OPEN;
        answer(response);
        takeUnread().ifPresent(this::takeAndRelease);
        finishBatch();
    }

    private void takeAndRelease(ByteBuf octets) {
        try {
            take(octets);
        } catch (RuntimeException e) {
            LOGGER.error("Session {} with {} broken off", session.getSessionID(), Connection.clientAddress(session), e);
            close(DialogueReplies.sessionFault());
        } finally {
            octets.release();
        }
    }

    /** A fault of ours is no reason to leave the client alone with its message. */
    private Response finishMessage() {
        try {
            return session.received();
        } catch (RuntimeException e) {
            LOGGER.error("A message of session {} could not be taken", session.getSessionID(), e);
            session.resetState();
            return Answers.of(Replies.localFault());
        }
    }

    private void line(byte[] line) {
        service.commands().increment();
        Optional<LineHandler<ProtocolSession>> reader = transport.lineHandler();
        if (reader.isPresent()) {
            Optional.ofNullable(continueExchange(reader.get(), line)).ifPresent(this::answer);
            session.takeSlowWork().ifPresent(this::await);
        } else if (line.length - 2 > MAX_COMMAND && !Verb.AUTH.begins(line)) {
            badLine(line, DialogueReplies.lineTooLong(MAX_COMMAND));
        } else {
            command(line);
        }
    }

    /** {@code null} when the reply comes later. */
    private Response continueExchange(LineHandler<ProtocolSession> exchange, byte[] line) {
        try {
            return exchange.onLine(session, line);
        } catch (RuntimeException e) {
            LOGGER.error("An authentication exchange of session {} broke off", session.getSessionID(), e);
            return service.explain(Answers.of(DialogueReplies.authenticationUnavailable()));
        }
    }

    private void command(byte[] line) {
        Optional<Response> reply = Optional.ofNullable(service.dispatcher().onLine(session, line));
        boolean ending = reply.filter(Response::isEndSession).isPresent();
        Optional<Incoming> incoming = session.incoming();
        if (incoming.isEmpty() && Verb.BDAT.begins(line) && !ending) {
            close(DialogueReplies.unreadableChunkSize());
        } else if (incoming.isPresent() && incoming.get() instanceof RefusedChunk chunk && !ending) {
            reply.ifPresent(chunk::holdBack);
        } else {
            reply.ifPresent(this::answer);
        }
        session.takeSlowWork().ifPresent(this::await);
        incoming.ifPresent(next -> next.length().ifPresentOrElse(framer::expectChunk, framer::expectMessage));
    }

    private Reply bareLineFeed() {
        transport.breakOffExchange(session);
        return DialogueReplies.bareLineFeed();
    }

    private Reply tooLong() {
        return transport.breakOffExchange(session)
            ? DialogueReplies.authLineTooLong(Framer.MAX_LINE)
            : DialogueReplies.lineTooLong(MAX_COMMAND);
    }

    /** What follows a BDAT whose size is not known may be commands or may be somebody's text: the session ends. */
    private void badLine(byte[] line, Reply reply) {
        if (Verb.BDAT.begins(line)) {
            close(DialogueReplies.unreadableChunkSize());
        } else {
            answer(service.countError(session, Answers.of(reply)));
        }
    }

    private void answer(Response response) {
        transport.writeResponse(response, session);
        if (transport.takeTlsRequest()) {
            phase = Phase.STARTING_TLS;
        }
        if (transport.isCloseRequested()) {
            phase = Phase.CLOSING;
        }
    }

    private void close(Reply reply) {
        answer(Answers.closing(reply));
    }

    private void timedOut() {
        if (!idle.isExpired()) {
            return;
        }
        if (phase == Phase.OPEN) {
            close(DialogueReplies.timeout());
            finishBatch();
        } else {
            phase = Phase.CLOSED;
            context.close();
        }
    }

    /** Says what there is to say, and gives the floor to the client or ends the session. */
    private void finishBatch() {
        if (phase == Phase.STARTING_TLS) {
            if (!clearTextBehindStartTls) {
                switchToTls();
                return;
            }
            LOGGER.info("Clear text behind STARTTLS from {}", Connection.clientAddress(session));
            transport.takeBackTlsReply();
            close(DialogueReplies.commandBehindStartTls());
        }
        if (phase == Phase.OPEN && stopping && !session.isMessageUnderWay()) {
            close(DialogueReplies.shuttingDown());
        }
        if (phase == Phase.OPEN) {
            service.farewell(session).ifPresent(this::close);
        }
        if (phase == Phase.CLOSING) {
            linger();
        } else if (phase == Phase.LINGERING) {
            context.read();
        } else if (phase == Phase.WAITING) {
            flush();
        } else if (phase != Phase.CLOSED) {
            flush();
            read();
        }
    }

    /**
     * Says the last word and reads on, to no purpose, until the client closes: a socket closed over unread octets is reset,
     * and the reset takes the last reply with it.
     */
    private void linger() {
        phase = Phase.LINGERING;
        idle.stop();
        Channel channel = context.channel();
        lastResort = Optional.of(channel.eventLoop().schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS));
        // The channel's own promise: its listener runs on the I/O loop, where a channel that is active stays so.
        context.writeAndFlush(Unpooled.wrappedBuffer(transport.takeReplies()), channel.newPromise())
            .addListener(written -> transport.endOutput());
        context.read();
    }

    private void flush() {
        byte[] replies = transport.takeReplies();
        if (replies.length > 0) {
            context.writeAndFlush(Unpooled.wrappedBuffer(replies), context.voidPromise());
        }
    }

    private void read() {
        idle.waiting(session.isMessageUnderWay() ? service.dataTimeout() : service.commandTimeout());
        if (context.channel().isWritable()) {
            context.read();
        } else {
            wantsRead = true;
        }
    }

    /**
     * Nothing is read between the reply in clear text and the first octet for TLS: no read is asked for before the TLS
     * handler stands, and both the write and the handler's coming go through the I/O loop in this order.
     */
    private void switchToTls() {
        SslHandler tls;
        try {
            tls = service.newTlsHandler();
        } catch (RuntimeException e) {
            LOGGER.error("TLS is not usable", e);
            transport.takeBackTlsReply();
            phase = Phase.OPEN;
            answer(Answers.of(DialogueReplies.tlsUnavailable()));
            finishBatch();
            return;
        }
        phase = Phase.HANDSHAKE;
        framer.reset();
        flush();
        idle.waiting(service.commandTimeout());
        Channel channel = context.channel();
        channel.eventLoop().execute(() -> {
            channel.pipeline().addFirst(HandlerConstants.SSL_HANDLER, tls);
            channel.read();
        });
    }

    private static String shown(Throwable cause) {
        String message = cause.getMessage();
        return Printable.line(message == null ? cause.getClass().getSimpleName() : message, 200);
    }
}
