// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.mail.MessagingException;

import org.apache.james.core.Domain;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.dkim.PrivateKeyPem;

class SignDkimTest {
    private static final Domain OF_SOMEBODY_ELSE = Domain.of("victim.example");
    private static final String MESSAGE = "Received: from here\r\nFrom: alice@example.org\r\nX-Odd:  a \t\r\n\tfold\r\n"
        + "\r\nbody \u00e4\r\n.";
    private static final Pattern SIGNATURE = Pattern.compile("DKIM-Signature: v=1; a=([^;]+); c=relaxed/relaxed; "
        + "d=([^;]+);\\s+s=([^;]+);");

    private final TickingClock clock = new TickingClock();
    private Path keys;
    private Fixture fixture;

    @BeforeEach
    void setUp(@TempDir Path home) throws Exception {
        keys = home.resolve("dkim");
        fixture = new Fixture();
    }

    @Test
    void shouldPutASignatureWithEveryKeyOnTopAndChangeNoOtherOctet() throws Exception {
        add("example.org", "one", "RSA", 2048);
        add("example.org", "two", "Ed25519", 255);
        MailImpl mail = fixture.submitted(MESSAGE);

        mailet().service(mail);

        assertThat(signatures(mail)).containsExactly("rsa-sha256 example.org one", "ed25519-sha256 example.org two");
        assertThat(Fixture.text(mail)).startsWith("DKIM-Signature: ").endsWith("\r\n" + MESSAGE);
    }

    @Test
    void shouldChangeNothingWhenRunAgain() throws Exception {
        add("example.org", "one", "Ed25519", 255);
        MailImpl mail = fixture.submitted(MESSAGE);
        SignDkim mailet = mailet();
        mailet.service(mail);
        Object message = mail.getMessage();

        mailet.service(mail);

        assertThat(mail.getMessage()).isSameAs(message);
        assertThat(signatures(mail)).hasSize(1);
    }

    @Test
    void shouldSignWhatTheServerItselfWrites() throws Exception {
        add("example.org", "one", "Ed25519", 255);
        MailImpl report = fixture.unauthenticated("From: postmaster@example.org\r\n\r\nbody\r\n");
        report.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);

        mailet().service(report);

        assertThat(signatures(report)).hasSize(1);
    }

    @Test
    void shouldLeaveMailAloneWhenThereIsNoKey() throws Exception {
        assertUnsigned(mailet(), MESSAGE);
    }

    @Test
    void shouldLeaveMailAloneOfADomainWithoutKeys() throws Exception {
        add("example.net", "one", "Ed25519", 255);

        assertUnsigned(mailet(), MESSAGE);
        assertUnsigned(mailet(), MESSAGE.replace("example.org", "news.example.net"));
    }

    @Test
    void shouldSignForSubdomainsWhenToldTo() throws Exception {
        add("example.org", "one", "Ed25519", 255);
        MailImpl mail = fixture.submitted(MESSAGE.replace("example.org", "news.example.org"));

        mailet("parentDomains", "true", "validity", "14 days").service(mail);

        assertThat(signatures(mail)).containsExactly("ed25519-sha256 example.org one");
        assertThat(Fixture.text(mail)).contains("; t=1795338000; x=1796547600;");
    }

    @Test
    void shouldTakeNameOfInternationalisedDomainAsItIsWritten() throws Exception {
        add("b\u00fccher.example", "one", "Ed25519", 255);
        MailImpl mail = fixture.submitted(MESSAGE.replace("example.org", "xn--bcher-kva.example"));

        mailet().service(mail);

        assertThat(signatures(mail)).containsExactly("ed25519-sha256 xn--bcher-kva.example one");
    }

    @Test
    void shouldSeeNewChangedAndRemovedKeysWhileItRuns() throws Exception {
        SignDkim mailet = mailet();
        Path key = add("example.org", "one", "Ed25519", 255);
        assertThat(signed(mailet)).as("not looked yet").isEmpty();

        clock.tick();
        assertThat(signed(mailet)).containsExactly("ed25519-sha256 example.org one");

        Files.delete(key);
        add("example.org", "two", "Ed25519", 255);
        clock.tick();
        assertThat(signed(mailet)).containsExactly("ed25519-sha256 example.org two");
    }

    @Test
    void shouldKeepOldKeysWhileOneOfTheNewIsBroken() throws Exception {
        add("example.org", "one", "Ed25519", 255);
        SignDkim mailet = mailet();
        Path broken = add("example.org", "two", "Ed25519", 255);
        Files.writeString(broken, "half a k");

        clock.tick();
        assertThat(signed(mailet)).containsExactly("ed25519-sha256 example.org one");

        Files.delete(broken);
        add("example.org", "two", "Ed25519", 255);
        clock.tick();
        assertThat(signed(mailet)).hasSize(2);
    }

    @Test
    void shouldNotStartWithAKeyThatOthersCanRead() throws Exception {
        Path key = add("example.org", "one", "Ed25519", 255);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(this::mailet).isInstanceOf(MessagingException.class)
            .hasMessage("Mailet SignDkim: <keys> " + key + ": others can read or change it; chmod 600 " + key);
    }

    @ParameterizedTest
    @CsvSource({"RSA, 1024, an RSA key of 1024 bits; at least 2048 are expected",
        "EC, 256, 'the key is not for RSA or Ed25519, or broken'"})
    void shouldNotStartWithAKeyOfNoUse(String algorithm, int bits, String complaint) throws Exception {
        Path key = add("example.org", "one", algorithm, bits);

        assertThatThrownBy(this::mailet).isInstanceOf(MessagingException.class)
            .hasMessage("Mailet SignDkim: <keys> " + key + ": " + complaint);
    }

    @Test
    void shouldLookAtKeyFilesOnly() throws Exception {
        add("example.org", "one", "Ed25519", 255);
        Files.writeString(keys.resolve("README"), "text");
        Files.writeString(keys.resolve("example.org/one.txt"), "text");

        assertThat(signed(mailet())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "parentDomains | yes   | Mailet SignDkim: <parentDomains> is true or false, not 'yes'",
        "validity      | often | Mailet SignDkim: <validity> is a time such as 14 days, not 'often'",
        "validity      | 0 s   | Mailet SignDkim: <validity> is at least a second, not '0 s'",
        "key           | x     | Mailet SignDkim: <key> is no parameter; allowed are keys, parentDomains, validity",
    })
    void shouldNameParameterAndWhatIsAllowedWhenWrong(String parameter, String value, String complaint) {
        assertThatThrownBy(() -> mailet(parameter, value)).isInstanceOf(MessagingException.class).hasMessage(complaint);
    }

    private void assertUnsigned(SignDkim mailet, String text) throws Exception {
        MailImpl mail = fixture.submitted(text);
        Object message = mail.getMessage();
        mailet.service(mail);
        assertThat(mail.getMessage()).isSameAs(message);
    }

    @Test
    void shouldSignForNobodyAsWhomThePersonMayNotSend() throws Exception {
        add("victim.example", "s", "Ed25519", 255);
        add("example.org", "t", "Ed25519", 255);
        SignDkim mailet = mailet();

        assertThat(signed(mailet, "From: ceo@victim.example\r\n\r\nbody\r\n")).isEmpty();
        assertThat(signed(mailet, "From: ceo@victim.example\r\nSender: alice@example.org\r\n\r\nbody\r\n")).singleElement().asString()
            .contains("example.org");
        assertThat(signed(mailet, "From: alice@example.org, ceo@victim.example\r\n\r\nbody\r\n")).singleElement().asString()
            .contains("example.org");
    }

    private List<String> signed(SignDkim mailet, String message) throws Exception {
        MailImpl mail = fixture.submitted(message);
        mailet.service(mail);
        return signatures(mail);
    }

    private List<String> signed(SignDkim mailet) throws Exception {
        MailImpl mail = fixture.submitted(MESSAGE);
        mailet.service(mail);
        return signatures(mail);
    }

    private SignDkim mailet(String... parameters) throws Exception {
        return fixture.init(new SignDkim(new ConfDirectory(keys.getParent()), clock, fixture.identities,
            (identity, address) -> !address.getDomain().equals(OF_SOMEBODY_ELSE), fixture.traced::add), parameters);
    }

    private Path add(String domain, String selector, String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        Path file = keys.resolve(domain).resolve(selector + ".pem");
        Files.createDirectories(file.getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, PrivateKeyPem.format(generator.generateKeyPair().getPrivate()));
        return file;
    }

    private static List<String> signatures(Mail mail) throws Exception {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = SIGNATURE.matcher(Fixture.text(mail)); matcher.find();) {
            found.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
        }
        return found;
    }

    private static final class TickingClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T09:00:00Z");

        void tick() {
            now = now.plus(DkimKeys.LOOK_AGAIN).plus(Duration.ofMillis(1));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
