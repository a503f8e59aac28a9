// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** RFC 6409 §5: what is wrong is told at once, and told well. */
class ErrorsIT {
    @OverTheWire
    @Requirement("6409-5.1a")
    void shouldRefuseBadSyntaxOfTheReversePath(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@@people.test>
            S: 501 5.1.7
            C: MAIL FROM:ann@people.test
            S: 501 5.1.7
            C: MAIL FROM:<ann@people.test
            S: 501 5.1.7
            C: MAIL FROM:<ann @people.test>
            S: 501 5.1.7
            C: MAIL FROM:
            S: 501 5.5.4
            C: MAIL TO:<ann@people.test>
            S: 501 5.5.4
            C: MAIL
            S: 501 5.5.4
            """);
    }

    @OverTheWire
    @Requirement("6409-5.1a")
    void shouldRefuseBadSyntaxOfARecipient(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<bob@@elsewhere.test>
            S: 501 5.1.3
            C: RCPT TO:bob@elsewhere.test
            S: 501 5.1.3
            C: RCPT TO:<>
            S: 501 5.1.3
            C: RCPT TO:<bob..smith@elsewhere.test>
            S: 501 5.1.3
            C: RCPT FROM:<bob@elsewhere.test>
            S: 501 5.5.4
            """);
    }

    @OverTheWire
    @Requirement({"6409-5.1b", "6409-6.3"})
    void shouldNameTheFieldOfTheHeaderThatIsWrong(Wire wire) throws Exception {
        for (String field : List.of("To: <bob@@elsewhere.test>", "Subject: caf\u00e9", "From: ann@people.test",
                "Sender: ann@people.test, carol@people.test")) {
            String name = field.substring(0, field.indexOf(':'));
            String reply = refused(wire, "From: ann@people.test\r\n" + field + "\r\n\r\nHello\r\n");
            assertThat(reply).startsWith("554 5.6.0").contains("field " + name + ":");
            wire.seen(reply);
        }
    }

    @OverTheWire
    @Requirement({"6409-5.1b", "6409-6.3"})
    void shouldNameTheLineThatIsNoField(Wire wire) throws Exception {
        assertThat(refused(wire, "From: ann@people.test\r\nHello Bob\r\n\r\nHow are you?\r\n"))
            .startsWith("554 5.6.0 Line 2 of the header").contains("'Hello Bob'");
    }

    private static String refused(Wire wire, String message) throws IOException {
        return wire.ann().begin(World.ANN, wire.somebody()).raw(message).say(".");
    }

    @OverTheWire
    @Requirement("6409-5.2")
    void shouldLogSoManyErrorsOfASessionAndNoMore(Wire wire) throws Exception {
        Client client = wire.ann();
        String mark = "mark" + wire.port().ordinal();
        client.play("""
            C: MAIL FROM:<ann@people.test>
            S: 250
            """);
        for (int i = 0; i < 60; i++) {
            client.play("""
                C: RCPT TO:<bob@%s>
                S: 554 5.1.2 Recipient '<bob@mark
                """.formatted(mark));
        }
        client.play("""
            C: QUIT
            S: 221
            """);

        assertThat(wire.server().log().lines().filter(line -> line.contains("command refused") && line.contains("bob@" + mark)))
            .hasSize(50)
            .allMatch(line -> line.contains("command=Rcpt") && line.contains("user=" + World.ANN));
    }

    @OverTheWire
    @Requirement("6409-5.3")
    void shouldAnswerEachCommandSoon(Wire wire) throws Exception {
        Client client = wire.ann();
        client.play("""
            C: NOOP
            S: 250
            C: HELP
            S: 214
            C: VRFY bob
            S: 252
            C: RSET
            S: 250
            """).begin(World.ANN, wire.somebody()).play("""
            C: From: ann@people.test
            C:
            C: .
            S: 250 2.6.0
            C: QUIT
            S: 221 2.0.0
            """);

        assertThat(client.longestWait()).isLessThan(Duration.ofMinutes(2));
    }
}
