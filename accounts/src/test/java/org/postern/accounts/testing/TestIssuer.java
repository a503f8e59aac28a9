// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/** An issuer of tokens on a free port of the loopback interface, with keys that it can change. */
public final class TestIssuer implements AutoCloseable {
    public static final String AUDIENCE = "https://mail.example.org";
    public static final String CLIENT_ID = "postern";

    /** What it was asked, by path. */
    public final List<String> asked = new CopyOnWriteArrayList<>();
    /** What it says of tokens that only it can read. */
    public final Map<String, Map<String, Object>> opaque = new ConcurrentHashMap<>();
    public final List<String> credentials = new CopyOnWriteArrayList<>();
    /** When present, answers in the place of keys and documents. */
    public volatile HttpHandler fault;
    public volatile List<TestKey> keys;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public TestIssuer(TestKey... keys) throws IOException {
        this.keys = List.of(keys);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        asked.add(path);
        HttpHandler other = fault;
        if (other != null) {
            other.handle(exchange);
        } else if (path.equals("/.well-known/openid-configuration")) {
            say(exchange, 200, JSONObjectUtils.toJSONString(Map.of("issuer", url(""), "jwks_uri", url("/keys"))));
        } else if (path.equals("/keys")) {
            List<JWK> published = new ArrayList<>();
            keys.forEach(key -> published.add(key.published()));
            say(exchange, 200, new JWKSet(published).toString());
        } else {
            credentials.add(exchange.getRequestHeaders().getFirst("Authorization"));
            String token = URLDecoder.decode(question.replaceAll(".*\\btoken=([^&]*).*", "$1"), StandardCharsets.UTF_8);
            say(exchange, 200, JSONObjectUtils.toJSONString(opaque.getOrDefault(token, Map.of("active", false))));
        }
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

    /** What a good token of this person says. */
    public Map<String, Object> claims(String person) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", url(""));
        claims.put("aud", AUDIENCE);
        claims.put("sub", "4711");
        claims.put("email", person);
        claims.put("email_verified", true);
        claims.put("scope", "openid mail.send");
        claims.put("iat", now);
        claims.put("exp", now + Duration.ofMinutes(5).toSeconds());
        return claims;
    }

    /** A good token of this person. */
    public String token(String person) {
        return keys.get(0).sign(claims(person));
    }

    /** {@code <issuer>} for it. */
    public String element(String more) {
        return "<issuer><url>" + url("") + "</url><audience>" + AUDIENCE + "</audience>" + more + "</issuer>";
    }

    /** What {@code secretFile} names has to have one line. */
    public String introspection(String secretFile, String tokens) {
        return "<introspection><url>" + url("/introspect") + "</url><clientId>" + CLIENT_ID + "</clientId><secretFile>" + secretFile
            + "</secretFile><tokens>" + tokens + "</tokens></introspection>";
    }

    /** It takes questions and answers none, until it is closed. */
    public void fallSilent() {
        fault = exchange -> {
            try {
                Thread.sleep(Duration.ofMinutes(1).toMillis());
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
