// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** RFC 6409 §7: what EHLO announces, and what it does not. */
class ExtensionsIT {
    @OverTheWire
    @Requirement({"6409-7-PIPELINING", "5321-4.3.2"})
    void shouldAnswerInOrderWhenPipelined(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250 PIPELINING
            C: MAIL FROM:<ann@people.test>
            C: RCPT TO:<%1$s>
            C: RCPT TO:<bob@host>
            C: DATA
            S: 250 2.1.0
            S: 250 2.1.5
            S: 554 5.1.2
            S: 354 End the message
            C: From: ann@people.test
            C:
            C: one
            C: .
            C: MAIL FROM:<ann@people.test>
            C: RCPT TO:<%2$s>
            C: DATA
            S: 250 2.6.0
            S: 250 2.1.0
            S: 250 2.1.5
            S: 354
            C: From: ann@people.test
            C:
            C: two
            C: .
            C: QUIT
            S: 250 2.6.0
            S: 221 2.0.0
            """.formatted(wire.somebody(), wire.somebody()));
    }

    @OverTheWire
    @Requirement({"6409-7-ENHANCEDSTATUSCODES", "6409-7-5248"})
    void shouldGiveEachReplyAStatusCodeOfItsClass(Wire wire) throws Exception {
        wire.secured().play("""
            C: EHLO client.test
            S: 250 ENHANCEDSTATUSCODES
            """);
        Client client = wire.ann();
        for (String command : List.of("NOOP", "RSET", "HELP", "VRFY bob", "EXPN staff", "FOO", "MAIL", "MAIL FROM:<carol@people.test>",
                "RCPT TO:<bob@elsewhere.test>", "DATA", "MAIL FROM:<ann@people.test>", "DATA", "RCPT TO:<bob@host>",
                "RCPT TO:<" + wire.somebody() + ">", "MAIL FROM:<ann@people.test>", "STARTTLS", "AUTH PLAIN", "QUIT")) {
            String reply = client.say(command);
            assertThat(reply).as(command).matches("(\\d)\\d\\d \\1\\.\\d{1,3}\\.\\d{1,3} .+");
            wire.seen(reply);
        }
    }

    @OverTheWire
    @Requirement("6409-7-8BITMIME")
    void shouldAnnounce8BitMime(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250 8BITMIME
            C: MAIL FROM:<ann@people.test> BODY=7BIT
            S: 250 2.1.0
            C: RSET
            S: 250
            C: MAIL FROM:<ann@people.test> BODY=16BIT
            S: 555 5.5.4
            """);
    }

    @OverTheWire
    @Requirement("6409-7-SIZE")
    void shouldRefuseAtMailWhatIsTooLarge(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250 SIZE 262144
            C: MAIL FROM:<ann@people.test> SIZE=262145
            S: 552 5.3.4
            C: MAIL FROM:<ann@people.test> SIZE=big
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> SIZE=262144
            S: 250 2.1.0
            """);
    }

    @OverTheWire
    @Requirement({"6409-7-SIZE", "5321-4.3.2"})
    void shouldRefuseAtItsEndWhatIsTooLarge(Wire wire) throws Exception {
        String line = "x".repeat(98) + "\r\n";

        wire.ann().begin(World.ANN, wire.somebody())
            .raw("From: ann@people.test\r\n\r\n" + line.repeat(World.SIZE_LIMIT / line.length() + 1) + ".\r\n").expect("552 5.3.4")
            .play("""
                C: NOOP
                S: 250 2.0.0
                """);
    }

    @OverTheWire
    @Requirement({"6409-7-NO-SOLICITING", "6409-7-MTRK", "6409-7-CHECKPOINT", "6409-7-CONPERM", "6409-7-CONNEG",
        "6409-7-ETRN", "6409-7-ATRN"})
    void shouldNotAnnounceWhatIsNotOffered(Wire wire) throws Exception {
        for (Client client : List.of(wire.secured(), wire.ann())) {
            assertThat(client.announced()).noneMatch(line ->
                line.matches("(?i)(NO-SOLICITING|MTRK|CHECKPOINT|CONPERM|CONNEG|ETRN|ATRN|TURN|VERB|ONEX|XCLIENT|XFORWARD)\\b.*"));
        }
        wire.seen("not announced");
    }

    @OverTheWire
    @Requirement("6409-7-ETRN")
    void shouldRefuseEtrn(Wire wire) throws Exception {
        wire.ann().play("""
            C: ETRN people.test
            S: 502 5.5.1
            """);
    }

    @OverTheWire
    @Requirement("6409-7-ATRN")
    void shouldRefuseAtrn(Wire wire) throws Exception {
        wire.ann().play("""
            C: ATRN people.test
            S: 502 5.5.1
            """);
    }

    @OverTheWire
    @Requirement("6531")
    void shouldRefuseAddressesOutsideAsciiWithoutTheParameter(Wire wire) throws Exception {
        String address = utf8("j\u00fcrgen@m\u00fcller.test");
        wire.ann().play("""
            C: MAIL FROM:<%1$s>
            S: 553 5.6.7
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<%1$s>
            S: 553 5.6.7
            C: RCPT TO:<%2$s>
            S: 250
            C: DATA
            S: 354
            C: From: ann@people.test
            C: To: %1$s
            C:
            C: .
            S: 554 5.6.0
            """.formatted(address, wire.somebody()));
    }

    /** Its octets in UTF-8, each a character, as {@link Client} sends them. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
