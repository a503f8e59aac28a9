// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.apache.james.protocols.api.AbstractProtocolTransport;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.handler.LineHandler;
import org.postern.hooks.auth.RunningExchange;

/**
 * Collects replies until the whole batch of commands at hand is answered, so that pipelined commands cost one write.
 * Used by one thread at a time.
 */
final class SubmissionTransport extends AbstractProtocolTransport {
    private final Channel channel;
    private final boolean startTlsOffered;
    private final boolean proxyRequired;
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream(512);
    private final Deque<LineHandler<ProtocolSession>> lineHandlers = new ArrayDeque<>();
    private boolean tlsRequested;
    private int lengthBeforeTlsReply;
    private boolean closeRequested;

    SubmissionTransport(Channel channel, boolean startTlsOffered, boolean proxyRequired) {
        this.channel = channel;
        this.startTlsOffered = startTlsOffered;
        this.proxyRequired = proxyRequired;
    }

    /** What was said since the last call. */
    byte[] takeReplies() {
        byte[] taken = replies.toByteArray();
        replies.reset();
        return taken;
    }

    /** Unsays the reply to STARTTLS that was said last; the replies before it stand. */
    void takeBackTlsReply() {
        byte[] taken = takeReplies();
        replies.write(taken, 0, lengthBeforeTlsReply);
    }

    /** Whether the reply to STARTTLS was given since the last call. */
    boolean takeTlsRequest() {
        boolean taken = tlsRequested;
        tlsRequested = false;
        return taken;
    }

    boolean isCloseRequested() {
        return closeRequested;
    }

    /** Who reads the next line, if it is no command. */
    Optional<LineHandler<ProtocolSession>> lineHandler() {
        return Optional.ofNullable(lineHandlers.peek());
    }

    /**
     * An authentication exchange has failed with its line (RFC 4954 §4), and what follows is a command again.
     *
     * @return whether there was one
     */
    boolean breakOffExchange(ProtocolSession session) {
        RunningExchange.breakOff(session, "broken line");
        return lineHandlers.poll() != null;
    }

    /** Tells the client that nothing more is said; what it still says can be read. To be called on the I/O loop. */
    void endOutput() {
        if (!channel.isActive()) {
            return;
        }
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ((DuplexChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound().addListener(notified -> ((DuplexChannel) channel).shutdownOutput());
        }
    }

    @Override
    protected void writeToClient(byte[] bytes, ProtocolSession session, boolean startTls) {
        if (startTls) {
            tlsRequested = true;
            lengthBeforeTlsReply = replies.size();
        }
        replies.writeBytes(bytes);
    }

    @Override
    protected void writeToClient(InputStream in, ProtocolSession session, boolean startTls) {
        try (in) {
            in.transferTo(replies);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void close() {
        closeRequested = true;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void pushLineHandler(LineHandler<? extends ProtocolSession> handler, ProtocolSession session) {
        lineHandlers.push((LineHandler<ProtocolSession>) handler);
    }

    @Override
    public void popLineHandler() {
        lineHandlers.poll();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public String getId() {
        return channel.id().asShortText();
    }

    @Override
    public boolean isStartTLSSupported() {
        return startTlsOffered;
    }

    @Override
    public boolean isTLSStarted() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    @Override
    public Optional<SSLSession> getSSLSession() {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
            .map(SslHandler::engine)
            .map(SSLEngine::getSession);
    }

    @Override
    public boolean isProxyRequired() {
        return proxyRequired;
    }

    @Override
    public void setReadable(boolean readable) {
        // The dialogue asks for octets when it has answered the last ones; nobody else decides that.
    }

    @Override
    public boolean isReadable() {
        return true;
    }
}
