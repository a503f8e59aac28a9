// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.apppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.accounts.AppPassword.Limits;
import org.postern.accounts.AppPasswords;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Endings;
import org.postern.accounts.LoginMemory;
import org.postern.accounts.MemoryAppPasswords;
import org.postern.accounts.NoOtherNode;
import org.postern.bridge.StoreCalls;
import org.postern.distribution.admin.NamedAccount;
import org.postern.distribution.admin.People;
import spark.Service;

class AppPasswordRoutesTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final People people = new People();
    private final Service service = Service.ignite().ipAddress("127.0.0.1").port(0);
    private AppPasswords appPasswords;

    @BeforeEach
    void open() throws Exception {
        LoginMemory memory = new LoginMemory(AuthenticationFile.parse(new BaseHierarchicalConfiguration()));
        appPasswords = new AppPasswords(new MemoryAppPasswords(), people.repository(), new StoreCalls(),
            new Endings(memory, new NoOtherNode()));
        new AppPasswordRoutes(appPasswords, people.repository(), new NamedAccount(people.repository())).define(service);
        service.awaitInitialization();
    }

    @AfterEach
    void close() {
        service.stop();
        service.awaitStop();
    }

    @Test
    void shouldListAndRevokeThoseOfTheNameThatIsGivenToo() throws Exception {
        appPasswords.add(People.ALIAS, "scanner", Limits.none(), false);
        assertThat(call("PUT", "/ann@example.org/laptop").statusCode()).isEqualTo(201);

        assertThat(call("GET", "/ann@example.org").body()).contains("\"laptop\"", "\"scanner\"");
        assertThat(call("GET", "/ann").body()).contains("\"laptop\"").doesNotContain("\"scanner\"");
        for (String name : new String[] {"scanner", "laptop"}) {
            assertThat(call("DELETE", "/ann@example.org/" + name).statusCode()).isEqualTo(204);
            assertThat(call("DELETE", "/ann@example.org/" + name).statusCode()).isEqualTo(404);
        }
        assertThat(call("GET", "/ann@example.org").body()).isEqualTo("[]");
    }

    private HttpResponse<String> call(String method, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/app-passwords" + path))
            .method(method, BodyPublishers.noBody())
            .build(), BodyHandlers.ofString());
    }
}
