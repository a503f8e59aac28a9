// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.concurrent.EventExecutorGroup;
import org.apache.james.protocols.netty.HandlerConstants;

/** From the socket up: the PROXY header, TLS, and the dialogue, which alone leaves the I/O loop. */
@ChannelHandler.Sharable
final class SessionPipeline extends ChannelInitializer<SocketChannel> {
    private final DialogueService service;
    private final EventExecutorGroup executors;
    private final Sockets sockets;

    SessionPipeline(DialogueService service, EventExecutorGroup executors, Sockets sockets) {
        this.service = service;
        this.executors = executors;
        this.sockets = sockets;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (service.isProxyRequired()) {
            pipeline.addLast(HandlerConstants.PROXY_HANDLER, new HAProxyMessageDecoder());
        }
        if (service.isImplicitTls()) {
            pipeline.addLast(HandlerConstants.SSL_HANDLER, service.newTlsHandler());
        }
        sockets.opened(channel);
        pipeline.addLast(executors, HandlerConstants.CORE_HANDLER, new Dialogue(service, () -> sockets.ended(channel)));
    }
}
