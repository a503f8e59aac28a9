// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.stock.faults.SubmissionServer.ALICE;
import static org.postern.stock.faults.SubmissionServer.BOB;
import static org.postern.stock.faults.SubmissionServer.CARL;
import static org.postern.stock.faults.SubmissionServer.PASSWORD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import org.postern.stock.Dialogue;

/** Who gets in, and how. */
final class LoginFaults {
    private static final int MANY = 30;

    private LoginFaults() {
    }

    static List<Fault> all() {
        return List.of(
            new Fault("no password is taken in clear text", "235", LoginFaults::noPasswordInClearText),
            new Fault("no password is asked for in clear text", "334", LoginFaults::noQuestionInClearText),
            new Fault("nobody unauthenticated may say MAIL", "250", LoginFaults::noMailBeforeLogin),
            new Fault("a wrong password is told by an enhanced code", "535 Auth", LoginFaults::wrongPasswordIsToldByCode),
            new Fault("nobody acts as somebody else without their delegation", "235", LoginFaults::nobodyActsAsSomebodyElse),
            new Fault("a store of users that is down is our fault: 454", "535", LoginFaults::storeThatIsDownIsOurFault),
            new Fault("a client that only errs is sent away", "500", LoginFaults::clientThatOnlyErrsIsSentAway));
    }

    private static void noPasswordInClearText(SubmissionServer server) throws Exception {
        try (Dialogue client = server.connect()) {
            assertThat(client.say("EHLO client.example.net")).doesNotContain("AUTH");
            assertThat(client.say("AUTH PLAIN " + plain("", ALICE, PASSWORD))).startsWith("538 5.7.11");
        }
    }

    private static void noQuestionInClearText(SubmissionServer server) throws Exception {
        try (Dialogue client = server.connect()) {
            client.say("EHLO client.example.net");
            assertThat(client.say("AUTH LOGIN")).startsWith("538 5.7.11");
        }
    }

    private static void noMailBeforeLogin(SubmissionServer server) throws Exception {
        try (Dialogue client = server.encrypted()) {
            assertThat(client.say("MAIL FROM:<stranger@example.com>")).startsWith("530 5.7.0");
        }
    }

    private static void wrongPasswordIsToldByCode(SubmissionServer server) throws Exception {
        try (Dialogue client = server.encrypted()) {
            assertThat(client.say("AUTH PLAIN " + plain("", ALICE, "wrong"))).startsWith("535 5.7.8");
        }
    }

    private static void nobodyActsAsSomebodyElse(SubmissionServer server) throws Exception {
        try (Dialogue client = server.encrypted()) {
            assertThat(client.say("AUTH PLAIN " + plain(BOB, ALICE, PASSWORD))).startsWith("535 5.7.8");
        }
    }

    private static void storeThatIsDownIsOurFault(SubmissionServer server) throws Exception {
        try (Dialogue client = server.encrypted()) {
            server.sql("RENAME TABLE JAMES_USER TO JAMES_USER_AWAY");
            String whileDown = client.say("AUTH PLAIN " + plain("", CARL, PASSWORD));
            server.sql("RENAME TABLE JAMES_USER_AWAY TO JAMES_USER");

            assertThat(whileDown).startsWith("454 4.7.0");
            assertThat(client.say("AUTH PLAIN " + plain("", CARL, PASSWORD))).startsWith("235");
        }
    }

    private static void clientThatOnlyErrsIsSentAway(SubmissionServer server) throws Exception {
        try (Dialogue client = server.encrypted()) {
            assertThat(IntStream.range(0, MANY).mapToObj(i -> unchecked(client, "NONSENSE")).filter(reply -> !reply.startsWith("500"))
                .findFirst().orElse("500 all the time")).startsWith("421");
        }
    }

    private static String unchecked(Dialogue client, String command) {
        try {
            return client.say(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String authorization, String authentication, String password) {
        String credentials = authorization + "\0" + authentication + "\0" + password;
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
