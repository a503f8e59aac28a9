// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestMx;

/** What one test has in its hands: connections to the port on which it runs, and a look at the next server. */
final class Wire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final World world;
    private final Port port;
    private final Deque<Client> clients = new ArrayDeque<>();
    private final List<String> seen = new ArrayList<>();

    Wire(World world, Port port) {
        this.world = world;
        this.port = port;
    }

    Port port() {
        return port;
    }

    PosternServer server() {
        return world.server();
    }

    TestMx mx() {
        return world.mx();
    }

    /** A connection as TCP has it: nothing said and nothing heard, no TLS. */
    Client clearText() throws IOException {
        return open(port.listener());
    }

    /** A connection up to the greeting, which is not read: on port 465 TLS runs. */
    Client connect() throws IOException {
        return connect(port.listener());
    }

    /** TLS runs, and EHLO has been said in it. */
    Client secured(String... protocols) throws IOException {
        return secure(open(port.listener()), protocols);
    }

    /** Ann, who has authenticated. */
    Client ann() throws IOException {
        return secured().login(World.ANN, World.PASSWORD);
    }

    /** Ann on a listener that waits for two seconds only. */
    Client hastyAnn() throws IOException {
        return secure(open(port.hastyListener())).login(World.ANN, World.PASSWORD);
    }

    /** A connection up to the greeting to a listener that waits for two seconds only. */
    Client hasty() throws IOException {
        return connect(port.hastyListener());
    }

    private Client connect(String listener) throws IOException {
        Client client = open(listener);
        return port.isImplicitTls() ? client.handshake() : client;
    }

    private Client secure(Client client, String... protocols) throws IOException {
        if (port.isImplicitTls()) {
            client.handshake(protocols).reply();
        } else {
            client.reply();
            client.say("EHLO client.test");
            client.say("STARTTLS");
            client.handshake(protocols);
        }
        client.say("EHLO client.test");
        return client;
    }

    private Client open(String listener) throws IOException {
        Client client = new Client(world.server().port(listener), this::seen);
        clients.push(client);
        return client;
    }

    /** An address that no other test writes to. */
    String somebody() {
        return world.somebody();
    }

    /** What the next server took for this recipient. */
    TestMx.Received taken(String recipient) {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
            .until(() -> world.mx().received().stream()
                .filter(mail -> mail.recipients().toString().contains("<" + recipient + ">")).findFirst(),
                Optional::isPresent)
            .orElseThrow();
    }

    /** The report that the author got about this recipient. */
    TestMx.Received report(String recipient) {
        return reportWith("Final-Recipient: ", recipient);
    }

    /** The report that the author got in which all this stands. */
    TestMx.Received reportWith(String... texts) {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
            .until(() -> world.mx().received().stream()
                .filter(mail -> mail.sender().startsWith("MAIL FROM:<>") && Arrays.stream(texts).allMatch(mail.text()::contains))
                .findFirst(), Optional::isPresent)
            .orElseThrow();
    }

    /** Puts a line into the row's column of what was observed. */
    void seen(String line) {
        seen.add(ObservedReply.of(line));
    }

    List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() throws IOException {
        world.mx().offering("8BITMIME").answer(command -> TestMx.OK);
        while (!clients.isEmpty()) {
            clients.pop().close();
        }
    }
}
