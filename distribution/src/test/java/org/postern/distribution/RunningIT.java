// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;

import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;

/** What whoever works on the machine finds of a server that runs there. */
@TestInstance(Lifecycle.PER_CLASS)
class RunningIT {

    private TestDns dns;
    private PosternServer server;
    private Path left;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        dns = TestDns.start();
        server = PosternServer.prepare(home)
            .edit("server.properties", "(?m)^name=.*$", "name=mail.example.org")
            .edit("autoconfig.xml", "enabled=\"false\">", "enabled=\"true\"><outgoing submissions=\"465\" submission=\"587\"/>")
            .edit("autoconfig.xml", "0.0.0.0:443", "127.0.0.1:0")
            .edit("dnsservice.xml", "<autodiscover>", "<servers><server>" + dns.address() + "</server></servers><autodiscover>");
        left = Files.createDirectories(server.var().resolve("tmp")).resolve("left-by-a-killed-server");
        Files.writeString(left, "half a message");
        server.start("--domain", "example.org");
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        dns.close();
    }

    @Test
    void shouldSayWhereItListens() throws Exception {
        assertThat(server.output()).matches("Postern ready: submission 127\\.0\\.0\\.1:\\d+ \\(STARTTLS\\),"
            + " submissions 127\\.0\\.0\\.1:\\d+ \\(TLS\\), webadmin 127\\.0\\.0\\.1:\\d+, jmx 127\\.0\\.0\\.1:\\d+,"
            + " autoconfig 127\\.0\\.0\\.1:\\d+ \\(TLS\\)\\R");
        assertThat(server.webAdmin("GET", "/domains", "").body()).contains("\"example.org\"").doesNotContain("localhost");
    }

    @Test
    void shouldKeepMessagesUnderWayInItsHomeAndForgetThemWhenKilled() throws Exception {
        assertThat(left).doesNotExist();
        assertThat(Files.getPosixFilePermissions(left.getParent())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void shouldMakeCredentialsForTheOwnerOnly() throws Exception {
        List<String> secret = List.of("private.key", "webadmin.password", "jmxremote.password", "jmxremote.access",
            "metrics.password", "pop-before-smtp.token", "scram.secret");
        for (String file : secret) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.conf().resolve(file))))
                .as(file).isEqualTo("rw-------");
        }
    }

    @Test
    void shouldAskForCredentialsOnLoopbackOnly() throws Exception {
        assertThat(server.endpoints().map(endpoint -> endpoint.group(2))).containsOnly("127.0.0.1");
        assertThat(Sockets.listening(server.pid())).as("sockets of the process").allMatch(address -> address.startsWith("127.0.0.1"));
        assertThat(server.webAdmin("wrong", "GET", "/domains", "").statusCode()).isEqualTo(401);
        JMXServiceURL jmx = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + server.port("jmx") + "/jmxrmi");
        assertThatThrownBy(() -> JMXConnectorFactory.connect(jmx,
            Map.of("jmx.remote.credentials", new String[] {"james-admin", "wrong"})))
            .isInstanceOf(SecurityException.class);
    }

    @Test
    void shouldManageDomainsAndPeopleByTheJamesCli() throws Exception {
        assertThat(server.run("james-cli", "AddDomain", "cli.test").exitCode()).isZero();
        assertThat(server.command("james-cli", "AddUser", "ann@cli.test", "secret").exitCode()).isZero();
        assertThat(server.command("james-cli", "ListUsers").output()).contains("ann@cli.test");
        assertThat(server.webAdmin("POST", "/users/ann@cli.test/verify", "{\"password\":\"secret\"}").statusCode()).isEqualTo(204);
        assertThat(server.command("james-cli", "SetPassword", "ann@cli.test", "another").exitCode()).isZero();
        assertThat(server.webAdmin("POST", "/users/ann@cli.test/verify", "{\"password\":\"secret\"}").statusCode()).isEqualTo(401);
        assertThat(server.command("james-cli", "SetPassword", "ann@cli.test", "-4Omez@855RIV").exitCode()).isZero();
        assertThat(server.webAdmin("POST", "/users/ann@cli.test/verify", "{\"password\":\"-4Omez@855RIV\"}").statusCode()).isEqualTo(204);
        assertThat(server.put("/users/ann@cli.test?force", "{\"password\":\"third\"}")).isEqualTo(204);
        assertThat(server.webAdmin("POST", "/users/ann@cli.test/verify", "{\"password\":\"third\"}").statusCode()).isEqualTo(204);
        PosternServer.Ended untypable = server.command("james-cli", "SetPassword", "ann@cli.test", "\u0001");
        assertThat(untypable.exitCode()).isNotZero();
        assertThat(untypable.output()).contains("SASLprep");
        PosternServer.Ended again = server.run("james-cli", "AddUser", "ann@cli.test", "secret");
        assertThat(again.exitCode()).isNotZero();
        assertThat(again.output().lines()).hasSize(1).first().asString().startsWith("postern: ").contains("ann@cli.test");
        assertThat(server.command("james-cli", "RemoveUser", "ann@cli.test").exitCode()).isZero();
        assertThat(server.command("james-cli", "ListUsers").output()).doesNotContain("ann@cli.test");
    }

    @Test
    void shouldGreetByTheConfiguredName() throws Exception {
        try (Socket client = new Socket("127.0.0.1", server.port("submission"))) {
            assertThat(new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII)).readLine())
                .startsWith("220 mail.example.org ");
        }
    }

    @Test
    void shouldTellMailProgramsTheirSettingsWithTheCertificateOfTheListeners() throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trustOf(server.conf().resolve("certificate.pem")), null);
        URI settings = URI.create("https://localhost:" + server.port("autoconfig") + "/mail/config-v1.1.xml?emailaddress=ann%40example.org");

        HttpResponse<String> answer = HttpClient.newBuilder().sslContext(tls).build()
            .send(HttpRequest.newBuilder(settings).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<hostname>mail.example.org</hostname>", "<port>465</port>", "<port>587</port>");
    }

    private static TrustManager[] trustOf(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    @Test
    void shouldLetNoSecondServerOntoItsHome() throws Exception {
        PosternServer.Ended second = server.run("run");

        assertThat(second.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(second.output().lines()).hasSize(1).first().asString().contains("another Postern runs on this home");
    }

    @Test
    void shouldCheckTheDomainsThatItKnows() throws Exception {
        server.put("/domains/people.test", "");

        assertThat(server.command("check").output()).contains("ok      people.test: MX: 10 mx.test.");
    }
}
