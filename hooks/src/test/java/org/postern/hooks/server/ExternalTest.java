// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import org.apache.james.user.api.UsersRepositoryException;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Authority;
import org.postern.hooks.testing.Authority.Issued;
import org.postern.hooks.testing.Authority.Wish;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;

class ExternalTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String OFFERED = "AUTH EXTERNAL PLAIN LOGIN\n";
    private static final String REFUSED = "535 5.7.8";

    @TempDir
    static Path directory;

    private static Authority authority;
    private static Issued alice;
    private static Issued revoked;
    private static Path revocations;
    private static Listener listener;

    @BeforeAll
    static void open() throws Exception {
        authority = Authority.root("CN=Our Authority");
        authority.writeTo(directory.resolve("ca.pem"));
        alice = authority.issue(new Wish().address(ALICE));
        revoked = authority.issue(new Wish().address(ALICE));
        revocations = directory.resolve("ca.crl");
        listener = listening("");
    }

    @AfterAll
    static void close() throws Exception {
        listener.close();
    }

    @BeforeEach
    void publish() throws Exception {
        authority.revoke(revocations, DAY, revoked);
    }

    private static Listener listening(String more) throws Exception {
        return listening("<revocationList>" + revocations + "</revocationList>" + more, "");
    }

    private static Listener listening(String options, String chain) throws Exception {
        return Listener.configured(Map.of("authentication", "<authentication><clientCertificates><authorities>"
            + directory.resolve("ca.pem") + "</authorities>" + options + "</clientCertificates></authentication>"), chain);
    }

    private static SmtpClient connect(Listener to, Issued certificate, String... protocols) throws Exception {
        return to.connect(certificate.client()).startTls(protocols);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldLogInByCertificate(String protocol) throws Exception {
        try (SmtpClient client = connect(listener, alice, protocol)) {
            assertThat(client.say("EHLO me")).contains(OFFERED);
            assertThat(client.say("AUTH EXTERNAL =")).startsWith("235 2.7.0");
            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("250");
            client.say("RSET");
            assertThat(client.say("MAIL FROM:<" + BOSS + ">")).startsWith("550 5.7.1");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                | 235 2.7.0 | alice@example.org",
        "alice@example.org | 235 2.7.0 | alice@example.org",
        "boss@example.org  | 235 2.7.0 | boss@example.org",
        "eve@example.org   | 535 5.7.8 | ''",
        "a@b@c             | 535 5.7.8 | ''",
    })
    void shouldActAsTheOtherWhenDelegatedOnly(String authorization, String reply, String sender) throws Exception {
        try (SmtpClient client = connect(listener, alice)) {
            client.say("EHLO me");
            assertThat(client.say("AUTH EXTERNAL")).isEqualTo("334");
            assertThat(client.say(base64(authorization))).startsWith(reply);
            assertThat(client.say("MAIL FROM:<" + sender + ">")).startsWith(sender.isEmpty() ? "530" : "250");
        }
    }

    /** The certificate is that of the session which is resumed. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldLogInWhenTheSessionIsResumed(String protocol) throws Exception {
        SSLContext tls = alice.client();
        long created;
        try (SmtpClient client = listener.connect(tls).startTls(protocol)) {
            assertThat(client.say("EHLO me")).contains(OFFERED);
            created = client.tls().getCreationTime();
        }
        try (SmtpClient client = listener.connect(tls).startTls(protocol)) {
            assertThat(client.tls().getCreationTime()).as("resumed").isEqualTo(created);
            assertThat(client.say("EHLO me")).contains(OFFERED);
            assertThat(client.say("AUTH EXTERNAL =")).startsWith("235 2.7.0");
        }
    }

    static List<Object[]> bad() throws Exception {
        Authority other = Authority.root("CN=Our Authority");
        return List.of(
            new Object[] {"revoked", revoked},
            new Object[] {"expired", authority.issue(new Wish().address(ALICE).valid(DAY.multipliedBy(-2), DAY.negated()))},
            new Object[] {"not yet valid", authority.issue(new Wish().address(ALICE).valid(DAY, DAY.multipliedBy(2)))},
            new Object[] {"of an authority with the same name", other.issue(new Wish().address(ALICE))},
            new Object[] {"of a stranger", Authority.root("CN=Stranger").issue(new Wish().address(ALICE))},
            new Object[] {"without purpose", authority.issue(new Wish().address(ALICE).purposes())},
            new Object[] {"for servers", authority.issue(new Wish().address(ALICE).purposes(KeyPurposeId.id_kp_serverAuth))},
            new Object[] {"for signing certificates", authority.issue(new Wish().address(ALICE).usage(KeyUsage.keyCertSign))},
            new Object[] {"with a host name only", authority.issue(new Wish().host("example.org"))},
            new Object[] {"without name", authority.issue(new Wish())},
            new Object[] {"by somebody who is no authority", alice.pretendsToIssue(new Wish().address(BOSS))});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void shouldTakeAPasswordInstead(String what, Issued certificate) throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (LogOf log = LogOf.info(); SmtpClient client = connect(listener, certificate, protocol)) {
                assertThat(client.say("EHLO me")).contains("AUTH PLAIN LOGIN\n");
                assertThat(log.lines()).anyMatch(line -> line.contains("client certificate not accepted subject=\"CN=somebody\""));
                assertThat(client.say("AUTH EXTERNAL =")).startsWith(REFUSED);
                assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody@example.org", "alice@example.net", "alice", "alice@example.org@example.org", "ali\\0ce@example.org"})
    void shouldRefuseWhoIsNotKnown(String address) throws Exception {
        Issued certificate = authority.issue(new Wish().address(address.replace("\\0", "\0")));
        try (SmtpClient client = connect(listener, certificate)) {
            client.say("EHLO me");
            assertThat(client.say("AUTH EXTERNAL =")).startsWith(REFUSED);
        }
    }

    @Test
    void shouldLogInWithAPasswordWhenThereIsNoCertificate() throws Exception {
        try (SmtpClient client = listener.connect().startTls()) {
            assertThat(client.say("EHLO me")).contains("AUTH PLAIN LOGIN\n");
            assertThat(client.say("AUTH EXTERNAL =")).startsWith("504 5.5.4");
            client.login(ALICE, PASSWORD);
        }
    }

    @Test
    void shouldSayLaterNotNeverWhenNobodyKnowsWhatIsRevoked() throws Exception {
        authority.revoke(revocations, Duration.ofMinutes(-1));
        expectUnavailable();
        Files.writeString(revocations, "nothing of the kind");
        expectUnavailable();
        Files.delete(revocations);
        expectUnavailable();
        Authority.root("CN=Our Authority").revoke(revocations, DAY);
        expectUnavailable();

        publish();
        try (SmtpClient client = connect(listener, alice)) {
            client.say("EHLO me");
            assertThat(client.say("AUTH EXTERNAL =")).startsWith("235");
        }
    }

    private static void expectUnavailable() throws Exception {
        for (Issued certificate : List.of(alice, revoked)) {
            try (SmtpClient client = connect(listener, certificate)) {
                assertThat(client.say("EHLO me")).contains(OFFERED);
                assertThat(client.say("AUTH EXTERNAL =")).startsWith("454 4.7.0");
                assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
            }
        }
    }

    @Test
    void shouldBeginNoMessageWithACertificateThatHasBeenRevokedSince() throws Exception {
        try (SmtpClient client = connect(listener, alice); SmtpClient unknown = connect(listener, alice)) {
            for (SmtpClient each : List.of(client, unknown)) {
                each.say("EHLO me");
                assertThat(each.say("AUTH EXTERNAL =")).startsWith("235");
                each.address(ALICE, "bob@example.net").say("RSET");
            }

            authority.revoke(revocations, DAY, alice);
            assertThat(client.say("NOOP")).startsWith("250");
            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("421 4.7.0 The client certificate of this session");
            assertThat(client.isClosed()).isTrue();

            Files.writeString(revocations, "nothing of the kind");
            assertThat(unknown.say("MAIL FROM:<" + ALICE + ">")).startsWith("421 4.7.0 It is not known now");
        }
    }

    @Test
    void shouldReadTheRevocationsAgainWhenTheyHaveChanged() throws Exception {
        try (SmtpClient client = connect(listener, alice)) {
            assertThat(client.say("EHLO me")).contains(OFFERED);
            authority.revokeInDer(revocations, DAY, alice);
            assertThat(client.say("AUTH EXTERNAL =")).startsWith(REFUSED);
        }
    }

    @Test
    void shouldSayLaterNotNeverWhenUserStoreFails() throws Exception {
        try (Listener own = listening(""); SmtpClient client = connect(own, alice)) {
            client.say("EHLO me");
            own.userFault = Optional.of(new UsersRepositoryException("Directory is down"));
            assertThat(client.say("AUTH EXTERNAL =")).startsWith("454 4.7.0");
        }
    }

    @Test
    void shouldFollowTheChainToTheAuthority() throws Exception {
        Authority below = authority.below("CN=Our Department");
        Path lists = directory.resolve("department.crl");
        below.revoke(lists, DAY);
        Issued certificate = below.issue(new Wish().address(ALICE).criticalPurpose());
        try (Listener own = listening("<revocationList>" + lists + "</revocationList>"); SmtpClient client = connect(own, certificate)) {
            client.say("EHLO me");
            assertThat(client.say("AUTH EXTERNAL =")).startsWith("235");
        }
        try (SmtpClient client = connect(listener, certificate)) {
            client.say("EHLO me");
            assertThat(client.say("AUTH EXTERNAL =")).as("no list of the department").startsWith("454 4.7.0");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                | alice@example.org",
        "<names>rfc822Name</names>         | alice@example.org",
        "<names>emailAddress</names>       | boss@example.org",
        "<names>emailAddress rfc822Name</names> | boss@example.org",
    })
    void shouldFindTheNameWhereTheOperatorSays(String option, String user) throws Exception {
        Issued certificate = authority.issue(
            new Wish().subject("1.2.840.113549.1.9.1=boss@example.org,CN=Somebody").address("nobody@example.org").address(ALICE));
        try (Listener own = listening(option); SmtpClient client = connect(own, certificate)) {
            client.say("EHLO me");
            assertThat(client.say("AUTH EXTERNAL =")).startsWith("235");
            assertThat(client.say("MAIL FROM:<" + user + ">")).startsWith("250");
        }
    }

    @Test
    void shouldTakeStrangersWhenTheOperatorSaysSo() throws Exception {
        Issued certificate = authority.issue(new Wish().address("machine7@example.org"));
        try (Listener own = listening("<knownPeopleOnly>false</knownPeopleOnly>"); SmtpClient client = connect(own, certificate)) {
            client.say("EHLO me");
            assertThat(client.say("AUTH EXTERNAL =")).startsWith("235");
            assertThat(client.say("MAIL FROM:<machine7@example.org>")).startsWith("250");
        }
    }

    @Test
    void shouldLookForNoRevocationsWhenTheOperatorSaysSo() throws Exception {
        try (Listener own = listening("<revocationList>none</revocationList>", ""); SmtpClient client = connect(own, revoked)) {
            client.say("EHLO me");
            assertThat(client.say("AUTH EXTERNAL =")).startsWith("235");
        }
    }

    @Test
    void shouldTakeNoCertificateOfAnExpiredAuthority() throws Exception {
        Authority old = Authority.root("CN=Old Authority", Duration.ofMinutes(-1));
        Path file = directory.resolve("old.pem");
        old.writeTo(file);
        String section = "<authentication><clientCertificates><authorities>" + file
            + "</authorities><revocationList>none</revocationList></clientCertificates></authentication>";
        try (Listener own = Listener.configured(Map.of("authentication", section), "");
                SmtpClient client = connect(own, old.issue(new Wish().address(ALICE)))) {
            assertThat(client.say("EHLO me")).contains("AUTH PLAIN LOGIN\n");
            assertThat(client.say("AUTH EXTERNAL =")).startsWith(REFUSED);
        }
    }

    @Test
    void shouldAskForNoCertificateWhereTheListenerHasOtherMechanismsOnly() throws Exception {
        String chain = "<handler class=\"org.postern.hooks.auth.Auth\"><mechanisms>PLAIN</mechanisms></handler>";
        try (Listener own = listening("<revocationList>" + revocations + "</revocationList>", chain);
                SmtpClient client = connect(own, alice)) {
            assertThat(client.say("EHLO me")).contains("AUTH PLAIN\n");
            assertThat(client.tls().getLocalCertificates()).isNull();
        }
    }

    @Test
    void shouldTellTheClientWhichAuthoritiesAreGood() throws Exception {
        try (SmtpClient client = listener.connect(alice.choosyClient()).startTls()) {
            assertThat(client.tls().getLocalCertificates()).isNotNull();
        }
        Issued foreign = Authority.root("CN=Stranger").issue(new Wish().address(ALICE));
        try (SmtpClient client = listener.connect(foreign.choosyClient()).startTls()) {
            assertThat(client.tls().getLocalCertificates()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                                                         | needs <authorities>",
        "<authorities>ca.pem</authorities><revocationList>none</revocationList>     | 'ca.pem', which cannot be read",
        "<authorities>key.pem</authorities><revocationList>none</revocationList>    | 'key.pem'",
        "<authorities>cert.pem</authorities>                                        | needs <revocationList>",
        "<authorities>cert.pem</authorities><revocationList/>                       | needs <revocationList>",
        "<authorities>cert.pem</authorities><revocationList>none</revocationList><names>cn</names> | rfc822Name emailAddress",
        "<authorities>cert.pem</authorities><revocationList>none</revocationList><knownPeopleOnly>x</knownPeopleOnly> | true or false",
        "<authority>cert.pem</authority>                                            | does not know <authority>",
    })
    void shouldNotStartWhenTheSectionIsWrong(String section, String message) {
        Map<String, String> files = Map.of("authentication",
            "<authentication><clientCertificates>" + section + "</clientCertificates></authentication>");
        assertThatThrownBy(() -> Listener.configured(files, "").close()).hasStackTraceContaining("<clientCertificates>")
            .hasStackTraceContaining(message);
    }
}
