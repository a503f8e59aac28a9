// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.JOERG;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.util.List;
import java.util.Optional;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.accounts.AddressBlock;
import org.postern.accounts.AppPassword.Limits;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;
import org.postern.submission.AddressPattern;

/** What an app password lets its owner's program do, and what not. */
class AppPasswordTest {
    private static final String SALES = "alice+sales@example.org";

    private Listener listener;
    private SmtpClient client;

    @BeforeEach
    void open() throws Exception {
        listener = Listener.startTls();
        client = listener.connect().startTls();
        client.say("EHLO me");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        listener.close();
    }

    @Test
    void shouldSendOnlyAsWhatItIsFor() throws Exception {
        String secret = listener.appPassword(ALICE, "scanner", only(SALES));

        try (LogOf log = LogOf.info()) {
            assertThat(login(ALICE, secret)).startsWith("235");
            assertThat(log.lines()).anyMatch(line -> line.contains("login accepted ") && line.contains(" by=app:scanner user=" + ALICE));
            assertThat(log.lines()).noneMatch(line -> line.contains(secret));
        }
        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).isEqualTo("550 5.7.1 The app password 'scanner' is not for mail from "
            + ALICE + " (MAIL FROM); use an address that it is for, or another password");
        client.begin(SALES, "bob@example.net");
        assertThat(client.raw("From: " + ALICE + "\r\n\r\nHello\r\n.\r\n").reply()).startsWith("550 5.7.1 The app password 'scanner'");
        client.begin(SALES, "bob@example.net");
        assertThat(client.raw("From: " + SALES + "\r\n\r\nHello\r\n.\r\n").reply()).startsWith("250");
        assertThat(listener.spool.taken).singleElement().satisfies(mail -> assertThat(mail.attributes())
            .containsEntry("postern.credential", "scanner")
            .containsEntry("postern.credential-senders", SALES));
    }

    /** Nothing of the person's is written in where the app password is not for it. */
    @Test
    void shouldNotBecomeTheOwnersMailboxByARepair() throws Exception {
        String secret = listener.appPassword(ALICE, "scanner", only(SALES));
        login(ALICE, secret);

        client.begin("", "bob@example.net");
        assertThat(client.raw("Content-Type: multipart/report; report-type=disposition-notification\r\n\r\n\r\n.\r\n").reply())
            .startsWith("550 5.7.1 The app password 'scanner' is not for mail from " + ALICE + " (From)");
    }

    /** RFC 6409 §3.2: a null reverse-path alone is no reason to refuse; its author is judged like any other. */
    @Test
    void shouldLetANotificationPassThatIsByWhomItIsFor() throws Exception {
        String secret = listener.appPassword(ALICE, "scanner", only(SALES));
        login(ALICE, secret);

        client.begin("", "bob@example.net");
        assertThat(client.raw("From: " + SALES + "\r\n"
            + "Content-Type: multipart/report; report-type=disposition-notification\r\n\r\n\r\n.\r\n").reply()).startsWith("250");
        client.begin("", "bob@example.net");
        assertThat(client.raw("From: " + ALICE + "\r\n"
            + "Content-Type: multipart/report; report-type=disposition-notification\r\n\r\n\r\n.\r\n").reply()).startsWith("550 5.7.1");
    }

    /** The boss lets Alice act for him, and not each of her devices. */
    @Test
    void shouldActAsAnotherOnlyWhenItIsForTheirAddress() throws Exception {
        String any = listener.appPassword(ALICE, "laptop", Limits.none());
        String sales = listener.appPassword(ALICE, "scanner", only(SALES));
        String boss = listener.appPassword(ALICE, "secretary", only(BOSS));

        for (String secret : List.of(any, sales)) {
            assertThat(client.say("AUTH PLAIN " + base64(BOSS + "\0" + ALICE + "\0" + secret))).startsWith("535 5.7.8");
        }
        assertThat(client.say("AUTH PLAIN " + base64(BOSS + "\0" + ALICE + "\0" + boss))).startsWith("235");
        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("550 5.7.1 The app password 'secretary'");
        assertThat(client.say("MAIL FROM:<" + BOSS + ">")).startsWith("250");
    }

    @Test
    void shouldNotBeKnownFromAnotherNetwork() throws Exception {
        String secret = listener.appPassword(ALICE, "scanner",
            new Limits(List.of(), List.of(AddressBlock.parse("192.0.2.0/24")), Optional.empty()));

        try (LogOf log = LogOf.info()) {
            assertThat(login(ALICE, secret)).isEqualTo("535 5.7.8 Authentication failed; check user name and password");
            assertThat(log.lines()).anyMatch(line -> line.contains("login refused ")
                && line.contains("reason=\"app password scanner is not for this network\" user=" + ALICE));
        }
        listener.appPasswords.remove(Username.of(ALICE), "scanner");
        String here = listener.appPassword(ALICE, "scanner",
            new Limits(List.of(), List.of(AddressBlock.parse("127.0.0.0/8")), Optional.empty()));
        assertThat(login(ALICE, here)).startsWith("235");
        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("250");
    }

    @Test
    void shouldBeOfNoUseOnceItIsRevoked() throws Exception {
        String secret = listener.appPassword(ALICE, "scanner", Limits.none());
        try (SmtpClient before = listener.connect().startTls()) {
            before.login(ALICE, secret);
        }

        listener.appPasswords.remove(Username.of(ALICE), "scanner");

        assertThat(login(ALICE, secret)).startsWith("535 5.7.8");
        assertThat(login(ALICE, PASSWORD)).startsWith("235");
    }

    @Test
    void shouldSayLaterWhenItsOwnerCannotBeLookedUp() throws Exception {
        String secret = listener.appPassword(ALICE, "scanner", Limits.none());
        listener.userFault = Optional.of(new UsersRepositoryException("Directory is down"));

        assertThat(login(ALICE, secret)).startsWith("454 4.7.0");
    }

    @Test
    void shouldWorkForTheNameInAnySpelling() throws Exception {
        String secret = listener.appPassword(JOERG, "scanner", Limits.none());

        assertThat(login("jo\u0308rg@xn--mller-kva.example", secret)).startsWith("235");
    }

    private String login(String name, String password) throws Exception {
        return client.say("AUTH PLAIN " + base64("\0" + name + "\0" + password));
    }

    private static Limits only(String address) {
        return new Limits(List.of(AddressPattern.parse(address)), List.of(), Optional.empty());
    }
}
