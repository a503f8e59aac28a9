// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelId;
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

    /** A connection is closed before its handlers have cleaned up, so the group of connections does not tell. */
    private final Set<ChannelId> sessions = new HashSet<>();

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
            Function<Sockets, ChannelHandler> initializer) throws Exception {
        Sockets sockets = new Sockets(new NioEventLoopGroup(ioThreads, NamedThreadFactory.withName(name + "-io")));
        ServerBootstrap bootstrap = new ServerBootstrap()
            .group(sockets.loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(initializer.apply(sockets));
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
        synchronized (sessions) {
            sessions.add(connection.id());
        }
        connections.add(connection);
    }

    /** The last that a session's handlers do. */
    void ended(Channel connection) {
        synchronized (sessions) {
            sessions.remove(connection.id());
            sessions.notifyAll();
        }
    }

    int openSessions() {
        synchronized (sessions) {
            return sessions.size();
        }
    }

    boolean isListening() {
        return !listening.isEmpty();
    }

    List<InetSocketAddress> addresses() {
        return listening.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
    }

    void stopAccepting() {
        listening.close().awaitUninterruptibly(LOOPS_END.toMillis());
    }

    /** Asks every session to come to its end. */
    void requestShutdown() {
        tell(Dialogue.Shutdown.REQUEST);
    }

    /** Asks every session to look whether it may go on. */
    void someEnd() {
        tell(Dialogue.Farewell.SOME);
    }

    private void tell(Object event) {
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(event));
    }

    /** @return how many sessions did not end in time */
    int awaitSessions(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (sessions) {
            long left = deadline - System.nanoTime();
            while (!sessions.isEmpty() && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(sessions, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return sessions.size();
                }
                left = deadline - System.nanoTime();
            }
            return sessions.size();
        }
    }

    void close() {
        listening.close().awaitUninterruptibly(LOOPS_END.toMillis());
        connections.close().awaitUninterruptibly(LOOPS_END.toMillis());
        awaitSessions(LOOPS_END);
        loops.shutdownGracefully(0, LOOPS_END.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(LOOPS_END.toMillis());
    }
}
