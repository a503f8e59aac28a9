// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;

/** A connection without a socket: everything happens in the thread of the test, and is over when a call returns. */
final class MemoryConnection extends EmbeddedChannel implements DuplexChannel {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 587);

    private final List<ByteBuf> segments = new ArrayList<>();
    private boolean readable;
    private boolean outputShutdown;

    MemoryConnection(ChannelHandler... handlers) {
        super(null, DefaultChannelId.newInstance(), false, false, handlers);
    }

    MemoryConnection open() throws Exception {
        config().setAutoRead(false);
        register();
        return this;
    }

    /** A segment from the client. */
    void deliver(String octets) {
        if (!readable) {
            throw new AssertionError("Nobody reads what the client says");
        }
        readable = false;
        ByteBuf segment = Unpooled.wrappedBuffer(octets.getBytes(StandardCharsets.ISO_8859_1));
        segments.add(segment);
        writeInbound(segment);
    }

    /** Whether nobody holds a segment of the client's any more. */
    boolean isReleased() {
        return segments.stream().allMatch(segment -> segment.refCnt() == 0) && inboundMessages().isEmpty();
    }

    /** What the server has said since the last call. */
    String output() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        for (ByteBuf segment = readOutbound(); segment != null; segment = readOutbound()) {
            output.writeBytes(ByteBufUtil.getBytes(segment));
            segment.release();
        }
        return output.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the server says nothing more. */
    boolean isAtEnd() {
        return outputShutdown || !isActive();
    }

    @Override
    protected void doBeginRead() {
        readable = true;
    }

    @Override
    protected InetSocketAddress remoteAddress0() {
        return CLIENT;
    }

    @Override
    protected InetSocketAddress localAddress0() {
        return SERVER;
    }

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        outputShutdown = true;
        return promise.setSuccess();
    }

    @Override
    public ChannelFuture shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFuture shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        throw new UnsupportedOperationException();
    }
}
