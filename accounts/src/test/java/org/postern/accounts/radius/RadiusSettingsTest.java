// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.google.common.net.HostAndPort;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.accounts.JamesPeople;
import org.postern.accounts.PasswordSource;
import org.postern.accounts.SourcesFile;
import org.postern.bridge.StoreCalls;

class RadiusSettingsTest {
    private static final String SERVER = "<server>192.0.2.7</server>";
    private static final String SECRET = "<secretFile>file://conf/radius.secret</secretFile>";

    /** By URL. */
    private record TextFiles(Map<String, String> texts) implements FileSystem {
        @Override
        public InputStream getResource(String url) throws FileNotFoundException {
            if (!texts.containsKey(url)) {
                throw new FileNotFoundException(url);
            }
            return new ByteArrayInputStream(texts.get(url).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public File getFile(String url) throws FileNotFoundException {
            throw new FileNotFoundException(url);
        }

        @Override
        public File getFileWithinBaseDir(String url) throws FileNotFoundException {
            throw new FileNotFoundException(url);
        }

        @Override
        public File getBasedir() throws FileNotFoundException {
            throw new FileNotFoundException();
        }
    }

    private static final FileSystem FILES = new TextFiles(Map.of("file://conf/radius.secret", "a secret of the test\n",
        "file://conf/empty", "", "file://conf/blank", " \n", "file://conf/two", "one\ntwo\n"));

    private static RadiusSettings settings(String elements) throws ConfigurationException {
        return RadiusSettings.of(FileConfigurationProvider.getConfig(
            new ByteArrayInputStream(("<radius>" + elements + "</radius>").getBytes(StandardCharsets.UTF_8))), FILES);
    }

    private static SourcesFile sources(String xml) throws ConfigurationException {
        JamesPeople people = new JamesPeople(MemoryUsersRepository.withoutVirtualHosting(null), new StoreCalls());
        return SourcesFile.parse(FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))),
            people, FILES);
    }

    @Test
    void shouldNeedAServerAndASecretOnly() throws Exception {
        RadiusSettings settings = settings(SERVER + SECRET);

        assertThat(settings.servers()).containsExactly(HostAndPort.fromParts("192.0.2.7", 1812));
        assertThat(settings.secret().octets()).isEqualTo("a secret of the test".getBytes(StandardCharsets.UTF_8));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.tries()).isEqualTo(2);
        assertThat(settings.domains()).isEmpty();
        assertThat(settings.form()).isEqualTo(NameForm.FULL);
        assertThat(settings).asString().doesNotContain("a secret of the test");
    }

    @Test
    void shouldReadAll() throws Exception {
        RadiusSettings settings = settings(SECRET + "<server>radius.example.org:2812</server><server>[2001:db8::7]:1645</server>"
            + "<timeout>500 ms</timeout><tries>3</tries><domain>MÜLLER.example</domain><name>local</name>");

        assertThat(settings.servers())
            .containsExactly(HostAndPort.fromParts("radius.example.org", 2812), HostAndPort.fromParts("2001:db8::7", 1645));
        assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.domains()).isEqualTo(Set.of("xn--mller-kva.example"));
        assertThat(settings.form()).isEqualTo(NameForm.LOCAL);
    }

    @Test
    void shouldBeASourceInItsPlace() throws Exception {
        assertThat(sources("<usersrepository><sources><radius>" + SERVER + SECRET + "</radius><people/></sources></usersrepository>")
            .sources()).extracting(PasswordSource::name).containsExactly("radius", "people");
    }

    @Test
    void shouldShipAnExampleThatCanBeRead() throws Exception {
        String shipped = Files.readString(Path.of("..", "conf", SourcesFile.NAME));

        assertThat(sources(shipped).sources()).extracting(PasswordSource::name).containsExactly("people");
        assertThat(sources(shipped.replaceAll("(?s)<!-- (<radius>.*?</radius>) -->", "$1")).sources())
            .extracting(PasswordSource::name).containsExactly("people", "radius");
    }

    static Stream<Arguments> mistakes() {
        String server = "<server> of <radius> is '%s', allowed is HOST or HOST:PORT, as in radius1.example.org, 192.0.2.7:1812 or "
            + "[2001:db8::7]:1812";
        String secret = "<secretFile> of <radius> is '%s', allowed is a file with one line that is the secret, as in "
            + "file://conf/radius.secret";
        String timeout = "<timeout> of <radius> is '%s', allowed is a time of at least 100 ms and less than 40 seconds";
        String tries = "<tries> of <radius> is '%s', allowed is a whole number of 1 to 10";
        return Stream.of(
            Arguments.of(SECRET, "<radius> has no <server>"),
            Arguments.of(SECRET + "<server></server>", "<radius> has no <server>"),
            Arguments.of(SECRET + "<server>a b</server>", server.formatted("a b")),
            Arguments.of(SECRET + "<server>host:0</server>", server.formatted("host:0")),
            Arguments.of(SECRET + "<server>host:65536</server>", server.formatted("host:65536")),
            Arguments.of(SECRET + "<server>2001:db8::7</server>", server.formatted("2001:db8::7")),
            Arguments.of(SERVER, secret.formatted("")),
            Arguments.of(SERVER + "<secretFile>file://conf/none</secretFile>", secret.formatted("file://conf/none")),
            Arguments.of(SERVER + "<secretFile>file://conf/empty</secretFile>", secret.formatted("file://conf/empty")),
            Arguments.of(SERVER + "<secretFile>file://conf/blank</secretFile>", secret.formatted("file://conf/blank")),
            Arguments.of(SERVER + "<secretFile>file://conf/two</secretFile>", secret.formatted("file://conf/two")),
            Arguments.of(SERVER + "<secret>open</secret>",
                "<radius> does not know <secret>, allowed is server, secretFile, timeout, tries, domain, name"),
            Arguments.of(SERVER + SECRET + "<timeout>soon</timeout>", timeout.formatted("soon")),
            Arguments.of(SERVER + SECRET + "<timeout>99 ms</timeout>", timeout.formatted("99 ms")),
            Arguments.of(SERVER + SECRET + "<timeout>40 s</timeout>", timeout.formatted("40 s")),
            Arguments.of(SERVER + SECRET + "<tries>0</tries>", tries.formatted("0")),
            Arguments.of(SERVER + SECRET + "<tries>11</tries>", tries.formatted("11")),
            Arguments.of(SERVER + SECRET + "<tries>often</tries>", tries.formatted("often")),
            Arguments.of(SERVER + SERVER + SECRET + "<timeout>10 s</timeout>",
                "<radius> asks 2 x 2 times for 10000 ms, allowed is less than 40 s in all"),
            Arguments.of(SERVER + SECRET + "<domain>not a domain</domain>",
                "<domain> of <radius> is 'not a domain', allowed is a domain, as in example.org"),
            Arguments.of(SERVER + SECRET + "<name>short</name>", "<name> of <radius> is 'short', allowed is full or local"),
            Arguments.of(SERVER + SECRET + "<name>local</name>",
                "<name> of <radius> is 'local', allowed is local with exactly one <domain>, or full"),
            Arguments.of(SERVER + SECRET + "<name>local</name><domain>a.example</domain><domain>b.example</domain>",
                "<name> of <radius> is 'local', allowed is local with exactly one <domain>, or full"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldSayWhatIsAllowed(String elements, String message) {
        assertThatThrownBy(() -> settings(elements))
            .isInstanceOf(ConfigurationException.class)
            .hasMessage("usersrepository.xml: " + message);
    }
}
