// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import java.io.IOException;
import java.io.Reader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;

import org.postern.distribution.CommandFailure;
import org.postern.distribution.ExitCodes;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.Running;

/** The WebAdmin of the server that runs on a home, for the commands of {@code postern}. */
public final class AdminClient {

    /**
     * What WebAdmin said.
     *
     * @param status of HTTP
     * @param body JSON or empty
     */
    public record Answer(int status, String body) {
        public boolean isGood() {
            return status / 100 == 2;
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SETTINGS = "webadmin.properties";
    /** A server that listens there listens on loopback too. */
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final Home home;
    private final String address;
    private final String password;
    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private AdminClient(Home home, String address, String password, Duration patience) {
        this.home = home;
        this.address = address;
        this.password = password;
        this.patience = patience;
    }

    /** @throws CommandFailure when no server runs there */
    public static AdminClient of(Home home) throws IOException {
        return of(home, PATIENCE);
    }

    /** @param patience for one answer */
    static AdminClient of(Home home, Duration patience) throws IOException {
        int port = Running.port(home, "webadmin").orElseThrow(() -> noServer(home));
        return new AdminClient(home, host(home) + ":" + port,
            Files.readString(home.conf().resolve(AdminModule.WEBADMIN_PASSWORD)).strip(), patience);
    }

    private static String host(Home home) throws IOException {
        Path file = home.conf().resolve(SETTINGS);
        Properties settings = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            }
        }
        String host = settings.getProperty("host", LoopbackJmx.HOST).strip();
        if (EVERYWHERE.contains(host)) {
            return LoopbackJmx.HOST;
        }
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /**
     * @param method of HTTP
     * @param path with its query, encoded
     * @param body JSON; empty for none
     * @throws CommandFailure when no server answers, or not in time
     */
    public Answer call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(patience)
            .header("Password", password)
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (ConnectException e) {
            throw noServer(home);
        } catch (HttpTimeoutException e) {
            throw new CommandFailure(ExitCodes.UNAVAILABLE, home.shown() + ": the server has not answered in " + patience.toSeconds()
                + " s; it may still do what was asked", e);
        }
    }

    private static CommandFailure noServer(Home home) {
        return new CommandFailure(ExitCodes.UNAVAILABLE,
            home.shown() + ": no server runs on this home; start it with \"postern run\"");
    }
}
