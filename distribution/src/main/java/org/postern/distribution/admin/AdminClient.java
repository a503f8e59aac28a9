// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

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

    private final Home home;
    private final int port;
    private final String password;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private AdminClient(Home home, int port, String password) {
        this.home = home;
        this.port = port;
        this.password = password;
    }

    /** @throws CommandFailure when no server runs there */
    public static AdminClient of(Home home) throws IOException {
        int port = Running.port(home, "webadmin").orElseThrow(() -> noServer(home));
        return new AdminClient(home, port, Files.readString(home.conf().resolve(AdminModule.WEBADMIN_PASSWORD)).strip());
    }

    /**
     * @param method of HTTP
     * @param path with its query, encoded
     * @param body JSON; empty for none
     * @throws CommandFailure when no server answers
     */
    public Answer call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .header("Password", password)
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (ConnectException e) {
            throw noServer(home);
        }
    }

    private static CommandFailure noServer(Home home) {
        return new CommandFailure(ExitCodes.UNAVAILABLE,
            home.shown() + ": no server runs on this home; start it with \"postern run\"");
    }
}
