// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.bridge.StoreCalls;
import org.postern.distribution.testing.TestCertificate;

@TestInstance(Lifecycle.PER_CLASS)
class AutoconfigServerTest {

    private static final String OUTLOOK = "<Autodiscover xmlns=\"" + Autodiscover.REQUEST
        + "\"><Request><EMailAddress>%s</EMailAddress></Request></Autodiscover>";

    private static final String BOTH = "<autoconfig enabled='true'><https>127.0.0.1:0</https><http>127.0.0.1:0</http></autoconfig>";

    private SSLContext tls;
    private AutoconfigServer server;
    private AutoconfigServer withoutIncoming;
    private HttpClient client;

    @BeforeAll
    void start() throws Exception {
        KeyStore store = TestCertificate.keyStore("localhost");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, TestCertificate.PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("localhost", store.getCertificate("localhost"));
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        client = HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(20)).build();
        server = server(Conf.INCOMING, tls);
        withoutIncoming = server("", tls);
        server.start();
        withoutIncoming.start();
    }

    @AfterAll
    void stop() {
        server.stop();
        withoutIncoming.stop();
    }

    @Test
    void shouldListenNowhereWhenItIsOff() throws Exception {
        AutoconfigServer off = new AutoconfigServer(Conf.file("<autoconfig><http>127.0.0.1:0</http></autoconfig>"), port -> port,
            SSLContext::getDefault, new SettingsHandler(Conf.site(""), domains(), new StoreCalls()));

        off.start();

        assertThat(off.addresses()).isEmpty();
        off.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml"})
    void shouldTellThunderbirdWithAndWithoutTls(String path) throws Exception {
        for (boolean secured : List.of(true, false)) {
            HttpResponse<String> answer = get(secured, path + "?emailaddress=ann%40example.org");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/xml;charset=utf-8");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
            assertThat(answer.body()).contains("<hostname>mail.example.org</hostname>", "<port>465</port>", "<port>993</port>");
        }
    }

    @Test
    void shouldTellNobodyWhoExists() throws Exception {
        String path = "/mail/config-v1.1.xml?emailaddress=";

        assertThat(get(true, path + "ann%40example.org").body()).isEqualTo(get(true, path + "nobody%40example.org").body());
    }

    @Test
    void shouldTakeTheDomainFromTheNameUnderWhichItIsAsked() throws Exception {
        assertThat(raw("GET /mail/config-v1.1.xml HTTP/1.0\r\nHost: AutoConfig.Example.org:80\r\n\r\n")).startsWith("HTTP/1.1 200 ")
            .contains("<domain>example.org</domain>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml"})
    void shouldTellOutlook(String path) throws Exception {
        HttpResponse<String> answer = post(path, OUTLOOK.formatted("ann@example.org"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<Type>SMTP</Type>", "<Port>465</Port>", "<LoginName>ann@example.org</LoginName>");
    }

    @Test
    void shouldGiveApplesDevicesAProfile() throws Exception {
        HttpResponse<String> answer = get(true, "/apple.mobileconfig?emailaddress=ann%40example.org");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-apple-aspen-config");
        assertThat(answer.body()).contains("<string>ann@example.org</string>");
        assertThat(send(withoutIncoming, HttpRequest.newBuilder().GET(), true, "/apple.mobileconfig?emailaddress=ann%40example.org")
            .statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/mail/config-v1.1.xml?emailaddress=ann%40elsewhere.test, 404",
        "/mail/config-v1.1.xml?emailaddress=ann%40down.test,      503",
        "/mail/config-v1.1.xml?emailaddress=ann%40,               400",
        "/mail/config-v1.1.xml,                                   404",
        "/apple.mobileconfig?emailaddress=ann%40elsewhere.test,   404",
        "/apple.mobileconfig?emailaddress=ann,                    400",
        "/apple.mobileconfig,                                     400",
        "/apple.mobileconfig?emailaddress=%22a%01%22%40example.org, 400",
        "/apple.mobileconfig?emailaddress=%22a%EF%BF%BF%22%40example.org, 400",
        "/,                                                       404",
        "/../conf/private.key,                                    400",
        "/autodiscover/autodiscover.xml,                          405"})
    void shouldHaveNothingElse(String path, int status) throws Exception {
        assertThat(get(true, path).statusCode()).isEqualTo(status);
    }

    @Test
    void shouldRefuseWhatIsNoQuestionOfOutlook() throws Exception {
        String path = "/autodiscover/autodiscover.xml";

        assertThat(post(path, "nothing").statusCode()).isEqualTo(400);
        assertThat(post(path, OUTLOOK.formatted("ann@example.org").replace("outlook/", "mobilesync/")).statusCode()).isEqualTo(400);
        assertThat(post(path, OUTLOOK.formatted("nobody")).statusCode()).isEqualTo(400);
        assertThat(post(path, OUTLOOK.formatted("ann@elsewhere.test")).statusCode()).isEqualTo(404);
        assertThat(post(path, " ".repeat(20_000)).statusCode()).isEqualTo(413);
        assertThat(post("/mail/config-v1.1.xml", "").headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void shouldRefuseAHeaderWithoutEnd() throws Exception {
        assertThat(get(false, "/mail/config-v1.1.xml?emailaddress=" + "a".repeat(10_000)).statusCode()).isEqualTo(414);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%u12"})
    void shouldShowNothingOfItsInsideWhenAQueryCannotBeRead(String address) throws Exception {
        String answer = raw("GET /mail/config-v1.1.xml?emailaddress=" + address + " HTTP/1.0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("The request cannot be read\n").doesNotContain("eclipse");
    }

    @Test
    void shouldShowNothingOfItsInsideWhenABodyBreaksTheParser() throws Exception {
        HttpResponse<String> answer = post("/autodiscover/autodiscover.xml", "<!DOCTYPE a [\1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("A request of Autodiscover").hasLineCount(1);
    }

    @Test
    void shouldGiveOneNetworkAFewConnectionsOnly() throws Exception {
        AutoconfigServer narrow = server(2, Duration.ofMinutes(5));
        narrow.start();
        try (Socket first = connect(narrow, false); Socket second = connect(narrow, true)) {
            assertThat(second.isConnected()).isTrue();
            await().until(() -> isClosed(narrow, false) && isClosed(narrow, true));

            first.close();

            await().until(() -> !isClosed(narrow, false));
        } finally {
            narrow.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndAConnectionThatDawdles(boolean secured) throws Exception {
        AutoconfigServer hasty = server(20, Duration.ofMillis(100));
        hasty.start();
        try (Socket socket = connect(hasty, secured)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } finally {
            hasty.stop();
        }
    }

    private static Socket connect(AutoconfigServer asked, boolean secured) throws IOException {
        Socket socket = new Socket("127.0.0.1", port(asked, secured));
        // Less than what ends a connection that is idle.
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static boolean isClosed(AutoconfigServer asked, boolean secured) throws IOException {
        try (Socket socket = connect(asked, secured)) {
            socket.setSoTimeout(200);
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private AutoconfigServer server(int connectionsOfOne, Duration longest) throws Exception {
        return new AutoconfigServer(Conf.file(BOTH), port -> port, () -> tls,
            new SettingsHandler(Conf.site(""), domains(), new StoreCalls()), connectionsOfOne, longest);
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port(server, false))) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> get(boolean secured, String path) throws Exception {
        return send(server, HttpRequest.newBuilder().GET(), secured, path);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(server, HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)).header("Content-Type", "text/xml"), true, path);
    }

    private HttpResponse<String> send(AutoconfigServer asked, HttpRequest.Builder request, boolean secured, String path)
            throws Exception {
        URI address = URI.create((secured ? "https://localhost:" : "http://127.0.0.1:") + port(asked, secured) + path);
        return client.send(request.uri(address).build(), BodyHandlers.ofString());
    }

    private static int port(AutoconfigServer asked, boolean secured) {
        return asked.addresses().stream().filter(address -> address.secured() == secured).findFirst().orElseThrow().port();
    }

    private static AutoconfigServer server(String site, SSLContext tls) throws Exception {
        return new AutoconfigServer(Conf.file(BOTH), port -> port, () -> tls,
            new SettingsHandler(Conf.site(site), domains(), new StoreCalls()));
    }

    private static DomainList domains() {
        return (DomainList) Proxy.newProxyInstance(DomainList.class.getClassLoader(), new Class<?>[] {DomainList.class},
            (proxy, method, arguments) -> {
                if (arguments[0].equals(Domain.of("down.test"))) {
                    throw new DomainListException("Database is down");
                }
                return arguments[0].equals(Domain.of("example.org"));
            });
    }
}
