// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

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
    void shouldEndCleanlyWhenTerminatedAndLeaveAHomeThatCanBeChecked() throws Exception {
        try (TestDns dns = TestDns.start()) {
            server.edit("dnsservice.xml", "<autodiscover>", "<servers><server>" + dns.address() + "</server></servers><autodiscover>");
            server.start();
            server.put("/domains/people.test", "");

            Instant asked = Instant.now();
            assertThat(server.stop()).isEqualTo(143);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(server.errors()).isEmpty();
            assertThat(server.log()).doesNotContain("\tat ", "ERROR");

            PosternServer.Ended good = server.run("check");
            assertThat(good.output()).contains("ok      smtpserver.xml: well-formed",
                "ok      certificate.pem: belongs to private.key", "ok      people.test: MX: 10 mx.test.");
            assertThat(good.exitCode()).as(good.output()).isZero();
            Files.setPosixFilePermissions(server.conf().resolve("private.key"), PosixFilePermissions.fromString("rw-r--r--"));
            PosternServer.Ended bad = server.run("check");
            assertThat(bad.exitCode()).isEqualTo(ExitCodes.CONFIG);
            assertThat(bad.output()).contains("ERROR   private.key: others can read or change it");
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
    void shouldEndWith78WhenTheKeyCannotBeReadAndLeaveItAsItIs() throws Exception {
        Files.writeString(server.conf().resolve("private.key"), "no key");

        assertThat(server.launch().await()).isEqualTo(ExitCodes.CONFIG);
        assertThat(server.errors().lines()).hasSize(1).first().asString().contains("private.key");
        assertThat(server.conf().resolve("private.key")).hasContent("no key");
    }

    @Test
    void shouldEndWith2WhenAnOptionIsWrong() throws Exception {
        PosternServer.Ended ended = server.run("run", "--smarthost", "nowhere");

        assertThat(ended.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.output().lines()).hasSize(1).first().asString().contains("--smarthost: HOST:PORT is expected");
    }
}
