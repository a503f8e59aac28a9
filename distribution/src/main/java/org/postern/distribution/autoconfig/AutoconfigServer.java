// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

import javax.net.ssl.SSLContext;

import org.apache.james.lifecycle.api.Startable;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The HTTP server for mail programs, open to everybody, unlike WebAdmin. It has few threads, connections and octets for those who ask:
 * whoever exhausts them keeps programs from configuring themselves, and nobody from sending mail.
 */
public final class AutoconfigServer implements Startable {

    private static final String HTTPS = "autoconfig";
    private static final String HTTP = "autoconfig-http";
    private static final int THREADS = 32;
    private static final int LEAST_THREADS = 4;
    private static final int CONNECTIONS = 200;
    private static final int CONNECTIONS_OF_ONE = 10;
    private static final int LARGEST_HEADER = 8_192;
    private static final long LEAST_OCTETS_PER_SECOND = 100;
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration LONGEST_CONNECTION = Duration.ofSeconds(30);

    private final AutoconfigFile file;
    private final IntUnaryOperator shift;
    private final TlsSource tls;
    private final Handler handler;
    private final int connectionsOfOne;
    private final Duration longestConnection;
    private Optional<Server> running = Optional.empty();

    /** Where key and certificate come from. */
    interface TlsSource {
        SSLContext context() throws Exception;
    }

    /**
     * A socket that it listens on.
     *
     * @param name what it is called for people to read
     * @param secured whether it speaks TLS
     */
    public record Address(String name, String host, int port, boolean secured) {
    }

    /**
     * @param shift from the configured port to the one to bind
     * @param tls asked when there is something to be had over HTTPS
     */
    AutoconfigServer(AutoconfigFile file, IntUnaryOperator shift, TlsSource tls, Handler handler) {
        this(file, shift, tls, handler, CONNECTIONS_OF_ONE, LONGEST_CONNECTION);
    }

    /**
     * @param connectionsOfOne how many one network may have
     * @param longestConnection what time there is for a question, from the first octet to the last of the answer
     */
    AutoconfigServer(AutoconfigFile file, IntUnaryOperator shift, TlsSource tls, Handler handler, int connectionsOfOne,
            Duration longestConnection) {
        this.file = file;
        this.shift = shift;
        this.tls = tls;
        this.handler = handler;
        this.connectionsOfOne = connectionsOfOne;
        this.longestConnection = longestConnection;
    }

    /** Does nothing where it is off. */
    public synchronized void start() throws Exception {
        if (!file.isServed()) {
            return;
        }
        Server server = new Server(new QueuedThreadPool(THREADS, LEAST_THREADS));
        server.setHandler(handler);
        server.setErrorHandler(new SilentErrors());
        server.addBean(new ConnectionLimit(CONNECTIONS, server));
        Scheduler scheduler = new ScheduledExecutorScheduler(HTTPS, true);
        server.addBean(scheduler);
        if (!file.https().isEmpty()) {
            SslContextFactory.Server keys = new SslContextFactory.Server();
            keys.setSslContext(tls.context());
            file.https().forEach(bind -> connect(server, HTTPS, bind,
                new SslConnectionFactory(keys, HttpVersion.HTTP_1_1.asString()), new HttpConnectionFactory(limits())));
        }
        file.http().forEach(bind -> connect(server, HTTP, bind, new HttpConnectionFactory(limits())));
        PeerLimits peers = new PeerLimits(connectionsOfOne, longestConnection, scheduler);
        Arrays.stream(server.getConnectors()).map(ServerConnector.class::cast).forEach(connector -> connector.addBean(peers));
        running = Optional.of(server);
        server.start();
    }

    /** Where it listens; empty where it is off. */
    public synchronized List<Address> addresses() {
        List<Address> addresses = new ArrayList<>();
        running.ifPresent(server -> Arrays.stream(server.getConnectors()).map(ServerConnector.class::cast)
            .forEach(connector -> addresses.add(address(connector))));
        return addresses;
    }

    public synchronized void stop() {
        running.ifPresent(server -> {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException("The server for mail programs does not stop", e);
            }
        });
        running = Optional.empty();
    }

    private static Address address(ServerConnector connector) {
        return new Address(connector.getName(), connector.getHost(), connector.getLocalPort(), connector.getName().equals(HTTPS));
    }

    private void connect(Server server, String name, String bind, ConnectionFactory... factories) {
        int colon = bind.lastIndexOf(':');
        int port = Integer.parseInt(bind.substring(colon + 1));
        ServerConnector connector = new ServerConnector(server, 1, 1, factories);
        connector.setName(name);
        connector.setHost(bind.substring(0, colon).replaceAll("^\\[|\\]$", ""));
        connector.setPort(shift.applyAsInt(port));
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
    }

    private static HttpConfiguration limits() {
        HttpConfiguration limits = new HttpConfiguration();
        limits.setRequestHeaderSize(LARGEST_HEADER);
        limits.setMinRequestDataRate(LEAST_OCTETS_PER_SECOND);
        limits.setSendServerVersion(false);
        limits.setSendXPoweredBy(false);
        return limits;
    }
}
