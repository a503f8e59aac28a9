// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/** A content filter on a free port of the loopback interface, which answers what a test wants. */
public final class TestFilter implements AutoCloseable {
    /** @param client its port; the same for two questions over one connection */
    public record Asked(Map<String, List<String>> header, String message, String path, int client) {
        public List<String> field(String name) {
            return header.getOrDefault(name, List.of());
        }
    }

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    public volatile HttpHandler answer = exchange -> say(exchange, 200, "{\"action\": \"no action\"}");
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public TestFilter() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String message = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        asked.add(new Asked(Map.copyOf(exchange.getRequestHeaders()), message, exchange.getRequestURI().getPath(),
            exchange.getRemoteAddress().getPort()));
        answer.handle(exchange);
    }

    public void says(String body) {
        answer = exchange -> say(exchange, 200, body);
    }

    public static void say(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The handler element that asks it. */
    public String handler(String more) {
        return "<handler class=\"org.postern.hooks.ContentFilter\"><url>" + url("/checkv2") + "</url>" + more + "</handler>";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
