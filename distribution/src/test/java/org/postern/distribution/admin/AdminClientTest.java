// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.distribution.AccountAdmin;
import org.postern.distribution.CommandFailure;
import org.postern.distribution.ExitCodes;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.Running;

class AdminClientTest {

    private Home home;
    private HttpServer server;
    private Running running;

    @BeforeEach
    void fill(@TempDir Path directory) throws Exception {
        home = Home.at(directory);
        Files.createDirectories(home.conf());
        Files.createDirectories(home.var());
        Files.writeString(home.conf().resolve(AdminModule.WEBADMIN_PASSWORD), "secret\n");
    }

    private void serve(String address) throws Exception {
        server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.createContext("/good", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/html", exchange -> {
            exchange.sendResponseHeaders(500, 0);
            exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.createContext("/json", exchange -> {
            exchange.sendResponseHeaders(404, 0);
            exchange.getResponseBody().write("{\"message\":\"one\\ntwo\"}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.createContext("/silent", exchange -> { });
        server.start();
        running = Running.claim(home).orElseThrow();
        running.publish(Map.of("webadmin", server.getAddress().getPort()));
    }

    @AfterEach
    void stop() throws Exception {
        server.stop(0);
        running.close();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, ",
        "127.0.0.2, host=127.0.0.2",
        "0.0.0.0,   host=0.0.0.0",
        "127.0.0.1, host=localhost",
    })
    void shouldAskWhereTheServerListens(String address, String setting) throws Exception {
        serve(address);
        Files.writeString(home.conf().resolve("webadmin.properties"), setting == null ? "enabled=true\n" : setting + "\n");

        assertThat(AdminClient.of(home).call("GET", "/good", "").isGood()).isTrue();
    }

    @Test
    void shouldSayInOneLineThatTheServerIsSilent() throws Exception {
        serve("127.0.0.1");

        assertThatThrownBy(() -> AdminClient.of(home, Duration.ofMillis(100)).call("GET", "/silent", ""))
            .isInstanceOfSatisfying(CommandFailure.class, failure -> {
                assertThat(failure.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
                assertThat(failure.getMessage()).contains("the server has not answered in 0 s; it may still do").hasLineCount(1);
            });
    }

    @ParameterizedTest
    @CsvSource({
        "/json, 2,  one",
        "/html, 69, the server answered 500",
    })
    void shouldPassOnInOneLineWhatTheServerSaysAgainstIt(String path, int exitCode, String line) throws Exception {
        serve("127.0.0.1");

        assertThatThrownBy(() -> new AccountAdmin(home).call("GET", path, ""))
            .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(exitCode))
            .hasMessage(line);
    }
}
