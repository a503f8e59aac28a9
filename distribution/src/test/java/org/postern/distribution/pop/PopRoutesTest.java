// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.pop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Ending;
import org.postern.accounts.Endings;
import org.postern.accounts.LoginMemory;
import org.postern.accounts.NoOtherNode;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.accounts.pop.PopLogins;
import org.postern.bridge.StoreCalls;
import spark.Service;

class PopRoutesTest {
    private static final String TOKEN = "correct-horse";
    private static final String ANN = "{\"user\": \"Ann@example.org\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private Service service;
    private PopLogins logins;
    private Endings endings;
    private volatile boolean isDown;
    private volatile Runnable whileAsked = () -> {
    };

    @BeforeEach
    void open() throws Exception {
        serve("<popBeforeSmtp/>");
    }

    private void serve(String section) throws Exception {
        AuthenticationFile file = AuthenticationFile.parse(file("<authentication>" + section + "</authentication>"));
        endings = new Endings(new LoginMemory(file), new NoOtherNode());
        logins = new PopLogins(file, endings);
        service = Service.ignite().ipAddress("127.0.0.1").port(0);
        new PopRoutes(logins, domains(), users(), new Suspensions(new SuspensionsInMemory()), new StoreCalls(), TOKEN).define(service);
        service.awaitInitialization();
    }

    private static UsersRepository users() throws Exception {
        MemoryUsersRepository users = MemoryUsersRepository.withoutVirtualHosting(null);
        users.addUser(Username.of("j\u00f6rg"), "secret");
        return users;
    }

    private DomainList domains() {
        return (DomainList) Proxy.newProxyInstance(DomainList.class.getClassLoader(), new Class<?>[] {DomainList.class},
            (proxy, method, arguments) -> {
                if (isDown) {
                    throw new DomainListException("Database is down");
                }
                whileAsked.run();
                return arguments[0].equals(Domain.of("example.org"));
            });
    }

    private static XMLConfiguration file(String xml) throws ConfigurationException {
        return FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void close() {
        service.stop();
        service.awaitStop();
    }

    private HttpResponse<String> put(String address, String authorization, String body) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/popBeforeSmtp/" + address))
            .header("Authorization", authorization)
            .PUT(BodyPublishers.ofString(body))
            .build(), BodyHandlers.ofString());
    }

    private List<Username> readers(String address) {
        return logins.readers(address).stream().map(PopLogins.Reader::username).toList();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.7", "2001:db8::7, 2001:db8:0:0:0:0:0:7"})
    void shouldOpenTheAddressForTheReader(String reported, String client) throws Exception {
        assertThat(put(reported, "Bearer " + TOKEN, ANN).statusCode()).isEqualTo(204);

        assertThat(readers(client)).containsExactly(Username.of("ann@example.org"));
    }

    @Test
    void shouldKnowTheReaderByTheNameThatLoginsProve() throws Exception {
        put("192.0.2.7", "Bearer " + TOKEN, "{\"user\": \"jo\u0308rg\"}");
        put("192.0.2.7", "Bearer " + TOKEN, "{\"user\": \"j\u00f6rg\"}");

        assertThat(readers("192.0.2.7")).containsExactly(Username.of("j\u00f6rg"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', value = {
        "192.0.2.7,     Bearer wrong-horse,   {\"user\": \"ann@example.org\"}, 401, token",
        "192.0.2.7,     Bearer,               {\"user\": \"ann@example.org\"}, 401, token",
        "192.0.2.7,     Basic correct-horse,  {\"user\": \"ann@example.org\"}, 401, token",
        "client,        Bearer correct-horse, {\"user\": \"ann@example.org\"}, 400, not an IP address",
        "127.0.0.1,     Bearer correct-horse, {\"user\": \"ann@example.org\"}, 400, loopback",
        "::1,           Bearer correct-horse, {\"user\": \"ann@example.org\"}, 400, loopback",
        "::ffff:7f00:1, Bearer correct-horse, {\"user\": \"ann@example.org\"}, 400, loopback",
        "0.0.0.0,       Bearer correct-horse, {\"user\": \"ann@example.org\"}, 400, not that of a client",
        "192.0.2.7,     Bearer correct-horse, ann@example.org,                 400, not of the form",
        "192.0.2.7,     Bearer correct-horse, {\"user\": null},                400, needs a user",
        "192.0.2.7,     Bearer correct-horse, {\"user\": \"\"},                400, not of the form",
        "192.0.2.7,     Bearer correct-horse, {\"user\": \"a\\nb\"},           400, needs a user",
        "192.0.2.7,     Bearer correct-horse, {\"user\": \"ann@example.net\"}, 409, none of this server"})
    void shouldSayWhyNothingIsOpened(String address, String authorization, String body, int status, String why) throws Exception {
        HttpResponse<String> answer = put(address, authorization, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(why).doesNotContain(TOKEN);
        assertThat(readers(address)).isEmpty();
    }

    @Test
    void shouldOpenNothingByAPasswordThatIsChangedMeanwhile() throws Exception {
        whileAsked = () -> endings.announce(Ending.ofPassword(Username.of("ann@example.org")));

        assertThat(put("192.0.2.7", "Bearer " + TOKEN, ANN).statusCode()).isEqualTo(204);
        assertThat(readers("192.0.2.7")).isEmpty();
    }

    @Test
    void shouldSayLaterWhenTheStoreFails() throws Exception {
        isDown = true;

        assertThat(put("192.0.2.7", "Bearer " + TOKEN, ANN).statusCode()).isEqualTo(503);
        assertThat(readers("192.0.2.7")).isEmpty();
    }

    @Test
    void shouldNotBeThereWhenItIsOff() throws Exception {
        close();
        serve("");

        assertThat(put("192.0.2.7", "Bearer " + TOKEN, ANN).statusCode()).isEqualTo(404);
    }
}
