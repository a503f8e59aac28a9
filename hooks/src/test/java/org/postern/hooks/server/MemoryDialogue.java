// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.postern.hooks.Connection;
import org.postern.hooks.testing.Listener;
import org.postern.submission.Identity;

/** The dialogue of a listener with one client, in memory, and without the cost of TLS and of a password. */
final class MemoryDialogue implements AutoCloseable {
    /** How far the client has come before it says its first word. */
    enum Client { IN_CLEAR_TEXT, OVER_TLS, AUTHENTICATED }

    private final MemoryConnection connection;
    private final StringBuilder replies = new StringBuilder();
    private boolean ended;

    private MemoryDialogue(DialogueService service, Client client) throws Exception {
        DialogueService atOnce = with(service, "slowWork", pool -> (Executor) Runnable::run);
        Dialogue dialogue = new Dialogue(client == Client.AUTHENTICATED ? authenticating(atOnce) : atOnce, () -> ended = true);
        ChannelHandler[] handlers = client == Client.IN_CLEAR_TEXT
            ? new ChannelHandler[] {dialogue}
            : new ChannelHandler[] {dialogue, new UnusedTls()};
        connection = new MemoryConnection(handlers).open();
        replies.append(connection.output());
    }

    static MemoryDialogue open(DialogueService service, Client client) throws Exception {
        return new MemoryDialogue(service, client);
    }

    /** One segment; it is lost when the server does not listen any more. */
    void say(String octets) {
        if (!isAtEnd()) {
            connection.deliver(octets);
            connection.runPendingTasks();
            replies.append(connection.output());
        }
    }

    /** All that the server has said. */
    String replies() {
        return replies.toString();
    }

    /** Whether the server says nothing more. */
    boolean isAtEnd() {
        return connection.isAtEnd();
    }

    /** The client goes. */
    @Override
    public void close() {
        connection.close();
        connection.runPendingTasks();
        connection.checkException();
        replies.append(connection.output());
        if (!ended || !connection.isReleased()) {
            throw new AssertionError("Something outlives its connection");
        }
    }

    private static DialogueService authenticating(DialogueService service) {
        return with(service, "newSession", session -> {
            Connection.authenticated((SubmissionSession) session, alice());
            return session;
        });
    }

    /** The same service, but for what one of its methods gives. */
    static DialogueService with(DialogueService service, String method, UnaryOperator<Object> change) {
        return (DialogueService) Proxy.newProxyInstance(service.getClass().getClassLoader(), new Class<?>[] {DialogueService.class},
            (proxy, called, arguments) -> {
                try {
                    Object result = called.invoke(service, arguments);
                    return called.getName().equals(method) ? change.apply(result) : result;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
    }

    private static Identity alice() {
        Username name = Username.of(Listener.ALICE);
        return new Identity(name, MaybeSender.getMailSender(Listener.ALICE).get(), "PLAIN", "192.0.2.7");
    }

    /** Stands behind the dialogue, where no octet comes by; that it is there is all that a session asks. */
    private static final class UnusedTls extends SslHandler {
        private ChannelHandlerContext context;

        UnusedTls() throws NoSuchAlgorithmException {
            super(serverSide());
        }

        private static SSLEngine serverSide() throws NoSuchAlgorithmException {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(false);
            return engine;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            context = ctx;
        }

        @Override
        public void handlerRemoved0(ChannelHandlerContext ctx) {
            // Nothing was begun.
        }

        @Override
        public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
            ctx.close(promise);
        }

        @Override
        public ChannelFuture closeOutbound() {
            return context.newSucceededFuture();
        }
    }
}
