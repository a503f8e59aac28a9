// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.distribution.admin.People.ALIAS;
import static org.postern.distribution.admin.People.ANN;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.distribution.admin.NamedAccount;
import org.postern.distribution.admin.People;
import spark.Service;

class SuspensionRoutesTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final People people = new People();
    private final Suspensions suspensions = new Suspensions(new SuspensionsInMemory());
    private final Service service = Service.ignite().ipAddress("127.0.0.1").port(0);

    @BeforeEach
    void open() {
        new SuspensionRoutes(suspensions, people.repository(), new NamedAccount(people.repository()), new JsonTransformer())
            .define(service);
        service.awaitInitialization();
    }

    @AfterEach
    void close() {
        service.stop();
        service.awaitStop();
    }

    @Test
    void shouldSuspendTheAccountWhoseOtherNameItIs() throws Exception {
        HttpResponse<String> answer = call("PUT", "ann@example.org");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(suspensions.usernames()).containsExactly(ANN);
    }

    @Test
    void shouldSayThatTheNameMayBeAnotherOneWhileTheDirectoryIsDown() throws Exception {
        people.isDown = true;
        assertThat(call("PUT", "ann@example.org").statusCode()).isEqualTo(503);
        HttpResponse<String> answer = call("PUT", "ann@example.org?force=true");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"user\":\"ann@example.org\",\"message\":\"whose other name ann@example.org may be"
            + " is not known now: suspend it again when all sources of people answer\"}");
        assertThat(suspensions.usernames()).containsExactly(ALIAS);
    }

    @Test
    void shouldResumeWhatWasSuspendedMeanwhile() throws Exception {
        people.isDown = true;
        call("PUT", "ann@example.org?force=true");
        people.isDown = false;
        call("PUT", "ann@example.org");
        assertThat(suspensions.usernames()).containsExactlyInAnyOrder(ALIAS, ANN);

        assertThat(call("DELETE", "ann@example.org").statusCode()).isEqualTo(204);
        assertThat(suspensions.usernames()).isEmpty();
        assertThat(call("DELETE", "ann@example.org").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> call(String method, String user) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/suspended/" + user))
            .method(method, BodyPublishers.noBody())
            .build(), BodyHandlers.ofString());
    }
}
