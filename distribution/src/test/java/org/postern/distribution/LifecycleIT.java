// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;

/** How the server starts, ends, and says why it does not start. */
class LifecycleIT {

    private PosternServer server;

    @BeforeEach
    void prepare(@TempDir Path home) throws Exception {
        server = PosternServer.prepare(home);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void shouldSayWhereItListensAndEndCleanlyWhenTerminated() throws Exception {
        server.start("--domain", "example.org");

        assertThat(server.output()).matches("Postern ready: submission 127\\.0\\.0\\.1:\\d+ \\(STARTTLS\\),"
            + " submissions 127\\.0\\.0\\.1:\\d+ \\(TLS\\), webadmin 127\\.0\\.0\\.1:\\d+, jmx 127\\.0\\.0\\.1:\\d+\\R");
        assertThat(server.webAdmin("GET", "/domains", "").body()).isEqualTo("[\"example.org\"]");

        Instant asked = Instant.now();
        assertThat(server.stop()).isEqualTo(143);
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(server.errors()).isEmpty();
        assertThat(server.log()).doesNotContain("\tat ", "ERROR");
    }

    @Test
    void shouldKeepMessagesUnderWayInItsHomeAndForgetThemWhenKilled() throws Exception {
        Path left = Files.createDirectories(server.var().resolve("tmp")).resolve("left-by-a-killed-server");
        Files.writeString(left, "half a message");

        server.start();

        assertThat(left).doesNotExist();
        assertThat(Files.getPosixFilePermissions(left.getParent())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void shouldMakeCredentialsForTheOwnerOnlyAndKeepThem() throws Exception {
        server.start();
        List<String> secret = List.of("private.key", "webadmin.password", "jmxremote.password", "jmxremote.access",
            "pop-before-smtp.token", "scram.secret");
        for (String file : secret) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.conf().resolve(file))))
                .as(file).isEqualTo("rw-------");
        }
        String key = Files.readString(server.conf().resolve("private.key"));
        server.stop();

        server.start();
        assertThat(server.conf().resolve("private.key")).hasContent(key);
    }

    @Test
    void shouldAskForCredentialsOnLoopbackOnly() throws Exception {
        server.start();

        assertThat(server.endpoints().map(endpoint -> endpoint.group(2))).containsOnly("127.0.0.1");
        assertThat(listening()).as("sockets of the process").allMatch(address -> address.startsWith("127.0.0.1"));
        Files.writeString(server.conf().resolve("webadmin.password"), "wrong");
        assertThat(server.webAdmin("GET", "/domains", "").statusCode()).isEqualTo(401);
        JMXServiceURL jmx = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + server.port("jmx") + "/jmxrmi");
        assertThatThrownBy(() -> JMXConnectorFactory.connect(jmx,
            Map.of("jmx.remote.credentials", new String[] {"james-admin", "wrong"})))
            .isInstanceOf(SecurityException.class);
    }

    @Test
    void shouldManageDomainsAndPeopleByTheJamesCli() throws Exception {
        server.start();

        assertThat(server.run("james-cli", "AddDomain", "example.org").exitCode()).isZero();
        assertThat(server.run("james-cli", "AddUser", "ann@example.org", "secret").exitCode()).isZero();
        assertThat(server.run("james-cli", "ListUsers").output()).contains("ann@example.org");
        assertThat(server.webAdmin("POST", "/users/ann@example.org/verify", "{\"password\":\"secret\"}").statusCode()).isEqualTo(204);
        assertThat(server.run("james-cli", "SetPassword", "ann@example.org", "another").exitCode()).isZero();
        assertThat(server.webAdmin("POST", "/users/ann@example.org/verify", "{\"password\":\"secret\"}").statusCode()).isEqualTo(401);
        assertThat(server.put("/users/ann@example.org?force", "{\"password\":\"third\"}")).isEqualTo(204);
        assertThat(server.webAdmin("POST", "/users/ann@example.org/verify", "{\"password\":\"third\"}").statusCode()).isEqualTo(204);
        PosternServer.Ended untypable = server.run("james-cli", "SetPassword", "ann@example.org", "\u0001");
        assertThat(untypable.exitCode()).isNotZero();
        assertThat(untypable.output()).contains("SASLprep");
        PosternServer.Ended again = server.run("james-cli", "AddUser", "ann@example.org", "secret");
        assertThat(again.exitCode()).isNotZero();
        assertThat(again.output().lines()).hasSize(1).first().asString().startsWith("postern: ").contains("ann@example.org");
        assertThat(server.run("james-cli", "RemoveUser", "ann@example.org").exitCode()).isZero();
        assertThat(server.run("james-cli", "ListUsers").output()).doesNotContain("ann@example.org");
    }

    @Test
    void shouldGreetByTheConfiguredName() throws Exception {
        server.edit("server.properties", "(?m)^name=.*$", "name=mail.example.org").start();

        try (Socket client = new Socket("127.0.0.1", server.port("submission"))) {
            assertThat(new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII)).readLine())
                .startsWith("220 mail.example.org ");
        }
    }

    @Test
    void shouldSaySoWhenNoServerRuns() throws Exception {
        PosternServer.Ended ended = server.run("james-cli", "ListUsers");

        assertThat(ended.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(ended.output().lines()).hasSize(1).first().asString().contains("no server runs");
    }

    @Test
    void shouldEndWith69WhenAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            server.edit("smtpserver.xml", "127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort());

            assertThat(server.launch().await()).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(server.errors().lines()).hasSize(1).first().asString()
                .contains("127.0.0.1:" + taken.getLocalPort(), "--port-offset");
        }
    }

    @Test
    void shouldEndWith69WhenTheHomeIsInUse() throws Exception {
        server.start();

        PosternServer.Ended second = server.run("run");

        assertThat(second.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(second.output().lines()).hasSize(1).first().asString().contains("another Postern runs on this home");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        smtpserver.xml      | </smtpservers>                      |                                     | smtpserver.xml
        smtpserver.xml      | <senderPolicy>refuse                | <senderPolicy>perhaps               | add-sender
        mailetcontainer.xml | org.postern.mailets.RepairHeader    | org.postern.mailets.NoSuchMailet    | NoSuchMailet
        mailetcontainer.xml | <delayWarning>4 hours               | <delayWarning>soon                  | delayWarning
        dnsservice.xml      | <autodiscover>                      | <servers><server>a:b</server></servers><autodiscover> | HOST:PORT
        """)
    void shouldEndWith78AndNameThePlaceWhenTheConfigurationIsWrong(String file, String right, String wrong, String told)
            throws Exception {
        server.edit(file, right, wrong == null ? "" : wrong);

        assertThat(server.launch().await()).isEqualTo(ExitCodes.CONFIG);
        assertThat(server.errors().lines()).hasSize(1).first().asString().startsWith("postern: ").contains(file, told);
    }

    @Test
    void shouldEndWith78WhenTheKeyCannotBeRead() throws Exception {
        server.start();
        server.stop();
        Files.writeString(server.conf().resolve("private.key"), "no key");

        assertThat(server.launch().await()).isEqualTo(ExitCodes.CONFIG);
        assertThat(server.errors().lines()).hasSize(1).first().asString().contains("private.key");
    }

    @Test
    void shouldCheckAFilledHome() throws Exception {
        server.start();
        server.stop();

        PosternServer.Ended good = server.run("check");
        assertThat(good.output()).contains("ok      smtpserver.xml: well-formed", "ok      certificate.pem: belongs to private.key");
        assertThat(good.exitCode()).as(good.output()).isZero();

        Files.setPosixFilePermissions(server.conf().resolve("private.key"), PosixFilePermissions.fromString("rw-r--r--"));
        PosternServer.Ended bad = server.run("check");
        assertThat(bad.exitCode()).isEqualTo(ExitCodes.CONFIG);
        assertThat(bad.output()).contains("ERROR   private.key: others can read or change it");
    }

    @Test
    void shouldCheckTheDomainsOfTheDatabaseWhetherAServerRunsOrNot() throws Exception {
        try (TestDns dns = TestDns.start()) {
            server.edit("dnsservice.xml", "<autodiscover>", "<servers><server>" + dns.address() + "</server></servers><autodiscover>");
            server.start();
            server.put("/domains/people.test", "");

            assertThat(server.run("check").output()).contains("ok      people.test: MX: 10 mx.test.");
            server.stop();
            assertThat(server.run("check").output()).contains("ok      people.test: MX: 10 mx.test.");
        }
    }

    @Test
    void shouldEndWith2WhenAnOptionIsWrong() throws Exception {
        PosternServer.Ended ended = server.run("run", "--smarthost", "nowhere");

        assertThat(ended.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.output().lines()).hasSize(1).first().asString().contains("--smarthost: HOST:PORT is expected");
    }

    /** The local addresses on which the server's process listens, of {@code /proc}. */
    private List<String> listening() throws Exception {
        return Sockets.listening(server.pid());
    }
}
