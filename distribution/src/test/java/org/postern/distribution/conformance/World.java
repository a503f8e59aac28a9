// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;
import org.postern.distribution.testing.TestMx;

/**
 * The server under test, with its shipped configuration but a small message limit and two more listeners for the time-outs;
 * the DNS that it asks; the server to which it delivers; and the people who know a password.
 */
final class World implements AutoCloseable {
    static final String NAME = "mail.people.test";
    static final String ANN = "ann@people.test";
    /** Has delegated to Ann. */
    static final String BOSS = "boss@people.test";
    /** Has nothing to do with Ann. */
    static final String CAROL = "carol@people.test";
    static final String PASSWORD = "correct horse";
    static final int SIZE_LIMIT = 256 * 1024;

    private final AtomicInteger somebodies = new AtomicInteger();
    private final Path home;
    private final TestDns dns;
    private final TestMx mx;
    private final PosternServer server;

    private World(Path home, TestDns dns, TestMx mx, PosternServer server) {
        this.home = home;
        this.dns = dns;
        this.mx = mx;
        this.server = server;
    }

    static World start() {
        try {
            Path home = Files.createTempDirectory("conformance");
            TestDns dns = TestDns.start();
            TestMx mx = TestMx.start();
            PosternServer server = PosternServer.prepare(home).delivering(dns, mx)
                .edit("server.properties", "(?m)^name=.*$", "name=" + NAME)
                .edit("smtpserver.xml", "<maxmessagesize>\\d+<", "<maxmessagesize>" + SIZE_LIMIT / 1024 + "<")
                .edit("smtpserver.xml", "<handlerchain>", "<handlerchain>" + pressPolicy())
                .edit("smtpserver.xml", "</smtpservers>", hasty(Port.SUBMISSION) + hasty(Port.SUBMISSIONS) + "</smtpservers>")
                .edit("grants.xml", "</grants>", grant("nowhere.invalid") + grant("nullmx.test") + grant("silent.test")
                    + grant("signed.test") + "</grants>");
            if (server.command("dkim-keygen", "signed.test").exitCode() != 0) {
                throw new IOException("No key could be made");
            }
            server.start();
            for (String person : List.of(ANN, BOSS, CAROL)) {
                server.withPerson(person, PASSWORD);
            }
            server.put("/users/" + BOSS + "/authorizedUsers/" + ANN, "");
            return new World(home, dns, mx, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** So that Ann may use a reverse-path that no report could reach. */
    private static String grant(String domain) {
        return "<grant user=\"" + ANN + "\" as=\"*@" + domain + "\"/>";
    }

    private static String pressPolicy() {
        return "<handler class=\"org.postern.hooks.RecipientPolicy\">"
            + "<deny who=\"*\" to=\"*@press.test\" text=\"ask the editor\"/></handler>";
    }

    private static String hasty(Port port) {
        return "<smtpserver enabled=\"true\"><jmxName>" + port.hastyListener() + "</jmxName><bind>127.0.0.1:0</bind>"
            + "<tls socketTLS=\"" + port.isImplicitTls() + "\" startTLS=\"" + !port.isImplicitTls() + "\">"
            + "<privateKey>file://conf/private.key</privateKey><certificates>file://conf/certificate.pem</certificates></tls>"
            + "<connectiontimeout>2</connectiontimeout><dataTimeout>2</dataTimeout><handlerchain/></smtpserver>";
    }

    PosternServer server() {
        return server;
    }

    TestMx mx() {
        return mx;
    }

    /** An address that no other test writes to. */
    String somebody() {
        return "somebody" + somebodies.incrementAndGet() + "@elsewhere.test";
    }

    @Override
    public void close() throws Exception {
        server.close();
        mx.close();
        dns.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
