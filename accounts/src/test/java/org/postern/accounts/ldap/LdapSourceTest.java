// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.unboundid.ldap.sdk.LDAPException;
import org.apache.james.core.Username;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.Password;
import org.postern.accounts.PasswordSource.Answer;
import org.slf4j.LoggerFactory;

class LdapSourceTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final Password RIGHT = Password.of("ann's password");
    private static final Password CAROLS = Password.of("carol's password");

    @TempDir
    private Path conf;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestCa ca;
    private TestDirectory directory;

    @BeforeEach
    void start() throws Exception {
        ca = new TestCa();
        Files.write(conf.resolve("ca.pem"), ca.pem());
        Files.writeString(conf.resolve("password"), TestDirectory.SERVICE_PASSWORD + "\n");
        directory = directory("localhost", true, 0);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private TestDirectory directory(String host, boolean isImplicit, int port) throws Exception {
        TestDirectory made = new TestDirectory(ca.server(host), isImplicit, port);
        opened.add(made);
        return made;
    }

    private LdapSource source(String elements, int... ports) throws Exception {
        StringBuilder hosts = new StringBuilder();
        for (int port : ports) {
            hosts.append("<host>ldaps://localhost:").append(port).append("</host>");
        }
        String xml = "<ldap>" + hosts + "<caFile>file://conf/ca.pem</caFile><bindDn>" + TestDirectory.SERVICE + "</bindDn>"
            + "<bindPasswordFile>file://conf/password</bindPasswordFile><base>" + TestDirectory.BASE + "</base>" + elements + "</ldap>";
        LdapSource made = new LdapSource(LdapSettings.of(FileConfigurationProvider.getConfig(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))), new ConfDirectory(conf)));
        opened.add(made);
        return made;
    }

    @Test
    void shouldProveWhoKnowsThePassword() throws Exception {
        LdapSource source = source("", directory.port());
        assertThat(source.test(ANN, RIGHT)).isEqualTo(new Answer.Proved(ANN));
        assertThat(source.test(ANN, Password.of("wrong"))).isEqualTo(new Answer.Wrong());
        assertThat(source.test(ANN, Password.of(""))).isEqualTo(new Answer.Wrong());
        assertThat(source.test(Username.of("bob@example.org"), RIGHT)).isEqualTo(new Answer.Unknown());
        assertThat(source.test(ANN, RIGHT)).isEqualTo(new Answer.Proved(ANN));
        assertThat(source.account(ANN)).contains(ANN);
        assertThat(source.account(Username.of("bob@example.org"))).isEmpty();
    }

    @Test
    void shouldSearchAsItselfAgainAfterALogin() throws Exception {
        LdapSource source = source("<connections>1</connections>", directory.port());
        for (int i = 0; i < 3; i++) {
            assertThat(source.test(ANN, Password.of("wrong"))).isEqualTo(new Answer.Wrong());
            assertThat(source.test(ANN, RIGHT)).isEqualTo(new Answer.Proved(ANN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "ann*", "ann)(objectClass=*", "\\2a", "*)(mail=ann@example.org"})
    void shouldTakeANameAsItIs(String name) throws Exception {
        assertThat(source("", directory.port()).test(Username.of(name), RIGHT)).isEqualTo(new Answer.Unknown());
    }

    @Test
    void shouldKnowWhoseNameAndEntryNeedEscapes() throws Exception {
        Username name = Username.of("joerg*(it)\\@example.org");
        assertThat(source("", directory.port()).test(name, Password.of("p\u00e4ssw\u00f6rd"))).isEqualTo(new Answer.Proved(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"carol@example.org", "carol.other@example.org", "CAROL@Example.ORG"})
    void shouldProveOneNameWhicheverOfSeveralIsTyped(String typed) throws Exception {
        LdapSource source = source("<identityAttribute>uid</identityAttribute>", directory.port());

        assertThat(source.test(Username.of(typed), CAROLS)).isEqualTo(new Answer.Proved(Username.of("carol@example.org")));
        assertThat(source.account(Username.of(typed))).contains(Username.of("carol@example.org"));
    }

    /** Erin logs in with what is the name of Dave's account. */
    @ParameterizedTest
    @CsvSource({"dave, dave", "dave@example.org, dave", "erin, erin", "carol@example.org, carol@example.org",
        "carol.other@example.org, carol@example.org"})
    void shouldKnowAnAccountByItsOwnNameToo(String name, String account) throws Exception {
        LdapSource source = source("<identityAttribute>uid</identityAttribute>", directory.port());

        assertThat(source.account(Username.of(name))).contains(Username.of(account));
        assertThat(source.account(Username.of(account))).as("again").contains(Username.of(account));
        assertThat(source.test(Username.of("dave"), Password.of("erin's password"))).isEqualTo(new Answer.Proved(Username.of("erin")));
        assertThat(source.test(Username.of("erin"), Password.of("erin's password"))).as("no name to log in with")
            .isEqualTo(new Answer.Unknown());
    }

    /** An account under each would be suspended, and limited, alone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "                                               | carol.other@example.org | has 2 values of mail",
        "<identityAttribute>cn</identityAttribute>      | carol@example.org       | has 2 values of cn",
        "<identityAttribute>title</identityAttribute>   | carol@example.org       | has no title",
        "<identityAttribute>ou</identityAttribute>      | carol@example.org       | has a ou that is no user name"})
    void shouldHaveNoAnswerWhenTheAccountHasNotOneName(String element, String typed, String fault) throws Exception {
        LdapSource source = source(element == null ? "" : element, directory.port());

        assertThatThrownBy(() -> source.test(Username.of(typed), CAROLS)).hasMessageContaining("cn=Carol").hasMessageContaining(fault);
        assertThatThrownBy(() -> source.account(Username.of(typed))).hasMessageContaining(fault);
        assertThat(source.test(Username.of(typed), Password.of("a guess"))).as("nobody else learns of it").isEqualTo(new Answer.Wrong());
    }

    @Test
    void shouldTakeSpellingsOfOneNameForOne() throws Exception {
        LdapSource source = source("<nameAttribute>cn</nameAttribute>", directory.port());

        for (String typed : List.of("j\u00f6rg@xn--mller-kva.example", "jo\u0308rg@m\u00fcller.example")) {
            assertThat(source.test(Username.of(typed), Password.of("umlauts")))
                .isEqualTo(new Answer.Proved(Username.of("j\u00f6rg@m\u00fcller.example")));
        }
    }

    @Test
    void shouldHaveNoAnswerWhenTwoAreMeant() throws Exception {
        Username twin = Username.of("twin@example.org");
        LdapSource source = source("", directory.port());
        for (String password : List.of("twin's password", "other twin's password")) {
            assertThatThrownBy(() -> source.test(twin, Password.of(password)))
                .hasMessageContaining("more than one entry for twin@example.org");
        }
        assertThatThrownBy(() -> source.account(twin)).hasMessageContaining("more than one entry");
        assertThat(source.test(twin, Password.of("a guess"))).as("nobody else learns of it").isEqualTo(new Answer.Wrong());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<group>cn=staff,dc=example,dc=org</group>           | true  | false",
        "<objectClass>inetOrgPerson</objectClass>            | true  | true",
        "<objectClass>device</objectClass>                   | false | false",
        "<filter>(mail=ann@*)</filter>                       | true  | false",
        "<nameAttribute>cn</nameAttribute>                   | false | false"})
    void shouldKnowOnlyThoseWhoAreMeant(String element, boolean ann, boolean joerg) throws Exception {
        LdapSource source = source(element, directory.port());
        assertThat(source.test(ANN, RIGHT) instanceof Answer.Proved).isEqualTo(ann);
        assertThat(source.account(Username.of("joerg*(it)\\@example.org")).isPresent()).isEqualTo(joerg);
    }

    @Test
    void shouldHaveNoAnswerWithoutTheGroup() throws Exception {
        assertThatThrownBy(() -> source("<group>cn=gone,dc=example,dc=org</group>", directory.port()).test(ANN, RIGHT))
            .hasMessageContaining("cn=gone");
    }

    @Test
    void shouldSpeakStartTls() throws Exception {
        TestDirectory clear = directory("localhost", false, 0);
        LdapSource source = source("<host>ldap://localhost:" + clear.port() + "</host><startTls>true</startTls>");
        assertThat(source.test(ANN, RIGHT)).isEqualTo(new Answer.Proved(ANN));
    }

    @Test
    void shouldAskTheOtherServerWhenOneIsDown() throws Exception {
        TestDirectory second = directory("localhost", true, 0);
        LdapSource source = source("", directory.port(), second.port());
        assertThat(source.test(ANN, RIGHT)).isEqualTo(new Answer.Proved(ANN));
        directory.close();
        assertThat(source.test(ANN, RIGHT)).isEqualTo(new Answer.Proved(ANN));
        assertThat(source.test(ANN, Password.of("wrong"))).isEqualTo(new Answer.Wrong());
        second.close();
        assertThatThrownBy(() -> source.test(ANN, RIGHT)).isInstanceOf(Exception.class);
    }

    @Test
    void shouldConnectAgainWhenTheServerIsBack() throws Exception {
        LdapSource source = source("", directory.port());
        assertThat(source.test(ANN, RIGHT)).isEqualTo(new Answer.Proved(ANN));
        int port = directory.port();
        directory.close();
        assertThatThrownBy(() -> source.test(ANN, RIGHT)).isInstanceOf(Exception.class);
        directory("localhost", true, port);
        assertThat(source.test(ANN, RIGHT)).isEqualTo(new Answer.Proved(ANN));
    }

    @ParameterizedTest
    @CsvSource({"inactive, Account inactivated", "locked, Exceed password retry limit"})
    void shouldRefuseWhomTheDirectoryBarsAndSayWhyInTheLogOnly(String name, String reason) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(LdapSource.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
        try {
            assertThat(source("", directory.port()).test(Username.of(name + "@example.org"), Password.of("right")))
                .isEqualTo(new Answer.Wrong());
        } finally {
            logger.detachAppender(log);
            logger.setLevel(before);
        }
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
            .anyMatch(line -> line.contains(reason) && line.toLowerCase(Locale.ROOT).contains("cn=" + name + ","));
    }

    @Test
    void shouldHaveNoAnswerWhenTheDirectoryHasNone() throws Exception {
        assertThatThrownBy(() -> source("", directory.port()).test(Username.of("overdue@example.org"), Password.of("right")))
            .hasMessageContaining("confidentiality required");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotWaitAgainAndAgainForADirectoryThatIsSilent(boolean isListening) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            if (!isListening) {
                silent.close();
            }
            LdapSource source = source("<host>ldap://127.0.0.1:" + silent.getLocalPort() + "</host>"
                + "<connectTimeout>10 seconds</connectTimeout><timeout>100 ms</timeout>");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> source.test(ANN, RIGHT)).isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("No LDAP server has answered").hasCauseInstanceOf(LDAPException.class);
            }
            assertThatThrownBy(() -> source.account(ANN)).isInstanceOf(TimeoutException.class)
                .hasMessageContaining("has not answered the last questions");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldaps", "ldap"})
    void shouldGiveUpOnAServerThatSaysNothing(String scheme) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            LdapSource source = source("<host>" + scheme + "://127.0.0.1:" + silent.getLocalPort() + "</host>"
                + "<connectTimeout>200 ms</connectTimeout><timeout>300 ms</timeout>");
            long started = System.nanoTime();
            assertThatThrownBy(() -> source.test(ANN, RIGHT)).isInstanceOf(Exception.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void shouldRefuseACertificateOfAnotherAuthority() throws Exception {
        Files.write(conf.resolve("ca.pem"), new TestCa().pem());
        assertThatThrownBy(() -> source("", directory.port()).test(ANN, RIGHT)).hasStackTraceContaining("PKIX path");
    }

    @Test
    void shouldRefuseACertificateForAnotherHost() throws Exception {
        TestDirectory other = directory("elsewhere.example.org", true, 0);
        assertThatThrownBy(() -> source("", other.port()).test(ANN, RIGHT)).hasStackTraceContaining("elsewhere.example.org");
    }
}
