// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.apache.james.util.concurrent.NamedThreadFactory;

/** The sockets of one listener, open. Ends in three steps: no new connections, time for running ones, none at all. */
final class Sockets {
    private static final Duration LOOPS_END = Duration.ofSeconds(1);

    private final EventLoopGroup loops;
    private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private Sockets(EventLoopGroup loops) {
        this.loops = loops;
    }

    /**
     * Listens on all addresses or on none.
     *
     * @param ioThreads at least 1
     * @throws Exception of Netty's making, such as a {@link java.net.BindException}
     */
    static Sockets open(String name, int ioThreads, List<InetSocketAddress> addresses, Consumer<ServerBootstrap> options,
            ChannelHandler initializer) throws Exception {
        Sockets sockets = new Sockets(new NioEventLoopGroup(ioThreads, NamedThreadFactory.withName(name + "-io")));
        ServerBootstrap bootstrap = new ServerBootstrap()
            .group(sockets.loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(initializer);
        options.accept(bootstrap);
        bootstrap.childOption(ChannelOption.AUTO_READ, false);
        try {
            for (InetSocketAddress address : addresses) {
                sockets.listening.add(bootstrap.bind(address).sync().channel());
            }
        } catch (Exception e) {
            sockets.close();
            throw e;
        }
        return sockets;
    }

    void opened(Channel connection) {
        connections.add(connection);
    }

    List<InetSocketAddress> addresses() {
        return listening.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
    }

    void stopAccepting() {
        listening.close().awaitUninterruptibly();
    }

    /** Asks every session to come to its end. */
    void requestShutdown() {
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(Dialogue.Shutdown.REQUEST));
    }

    /** @return whether all sessions ended in time */
    boolean awaitSessions(Duration patience) {
        return connections.newCloseFuture().awaitUninterruptibly(patience.toMillis());
    }

    void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly(LOOPS_END.toMillis());
        loops.shutdownGracefully(0, LOOPS_END.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(LOOPS_END.toMillis());
    }
}
