// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** RFC 6409 §8, as the next server sees it. */
class RepairsIT {
    private static final String DATE = "Date: Sun, 22 Nov 2026 09:30:00 +0100\r\n";

    @OverTheWire
    @Requirement("6409-8.2")
    void shouldAddDate(Wire wire) throws Exception {
        String recipient = wire.somebody();
        wire.ann().begin(World.ANN, recipient).raw("From: ann@people.test\r\n\r\n.\r\n").expect("250 2.6.0");

        assertThat(wire.taken(recipient).text())
            .containsPattern("\r\nDate: \\w{3}, \\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}");
        wire.seen("Date: added");
    }

    @OverTheWire
    @Requirement("6409-8.2")
    void shouldKeepDateThatIsThere(Wire wire) throws Exception {
        String recipient = wire.somebody();
        wire.ann().begin(World.ANN, recipient).raw("From: ann@people.test\r\n" + DATE + "\r\n.\r\n").expect("250 2.6.0");

        assertThat(wire.taken(recipient).text().split("\r\nDate: ")).hasSize(2);
        assertThat(wire.taken(recipient).text()).contains(DATE);
    }

    @OverTheWire
    @Requirement("6409-8.3")
    void shouldAddMessageId(Wire wire) throws Exception {
        String recipient = wire.somebody();
        wire.ann().begin(World.ANN, recipient).raw("From: ann@people.test\r\n\r\n.\r\n").expect("250 2.6.0");

        assertThat(wire.taken(recipient).text()).containsPattern("\r\nMessage-ID: <[^<>@\\s]+@[^<>@\\s]+>\r\n");
        wire.seen("Message-ID: added");
    }

    @OverTheWire
    @Requirement("6409-8.3")
    void shouldReplaceMessageIdWhenItIsInvalid(Wire wire) throws Exception {
        String recipient = wire.somebody();
        wire.ann().begin(World.ANN, recipient).raw("From: ann@people.test\r\nMessage-ID: 12345\r\n\r\n.\r\n").expect("250 2.6.0");

        assertThat(wire.taken(recipient).text()).doesNotContain("12345").containsPattern("\r\nMessage-ID: <[^<>@\\s]+@[^<>@\\s]+>\r\n");
    }

    @OverTheWire
    @Requirement("6409-8.3")
    void shouldKeepMessageIdThatIsGood(Wire wire) throws Exception {
        String recipient = wire.somebody();
        wire.ann().begin(World.ANN, recipient).raw("From: ann@people.test\r\nMessage-ID: <1@people.test>\r\n\r\n.\r\n")
            .expect("250 2.6.0");

        assertThat(wire.taken(recipient).text()).contains("\r\nMessage-ID: <1@people.test>\r\n");
    }

    @OverTheWire
    @Requirement({"6409-8", "6409-8.6", "6409-7-8BITMIME"})
    void shouldLeaveTheBodyAndGoodFieldsAsTheyAre(Wire wire) throws Exception {
        String recipient = wire.somebody();
        String header = "From:   Ann\r\n\t<ann@people.test>\r\nsubject:=?utf-8?q?caf=C3=A9?= \r\nX-Odd : \t x\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n" + DATE;
        String body = "caf\u00e9\r\n \r\n\t trailing \t\r\n\r\nFrom here\r\n\r\n";
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test> BODY=8BITMIME
            S: 250 2.1.0
            C: RCPT TO:<%s>
            S: 250
            C: DATA
            S: 354
            """.formatted(recipient)).raw(header + "\r\n" + body + ".\r\n").expect("250 2.6.0");

        assertThat(wire.taken(recipient).text()).contains("\r\n" + header).endsWith("\r\n\r\n" + body);
    }

    @OverTheWire
    @Requirement("6409-8")
    void shouldRefuseWhatNoNextServerCouldTake(Wire wire) throws Exception {
        for (String body : List.of("a NUL\0\r\n", "a bare CR\rhere\r\n", "a bare LF\nhere\r\n", "x".repeat(999) + "\r\n")) {
            wire.ann().begin(World.ANN, wire.somebody()).raw("From: ann@people.test\r\n\r\n" + body + ".\r\n").expect("554 5.6.0");
        }
    }

    @OverTheWire
    @Requirement("6409-8")
    void shouldTakeBccAway(Wire wire) throws Exception {
        String recipient = wire.somebody();
        wire.ann().begin(World.ANN, recipient)
            .raw("From: ann@people.test\r\nBcc: %s\r\n\r\n.\r\n".formatted(recipient)).expect("250 2.6.0");

        assertThat(wire.taken(recipient).text()).doesNotContainIgnoringCase("bcc:").doesNotContain(recipient);
    }

    @OverTheWire
    @Requirement({"6409-8.7", "6409-8.8"})
    void shouldRewriteNoAddressThatIsComplete(Wire wire) throws Exception {
        String recipient = wire.somebody();
        String header = "From: Ann <Ann+News@People.Test>\r\nTo: \"Bob, the other\" <" + recipient + ">\r\nReply-To: boss@people.test\r\n";
        wire.ann().begin("Ann+News@People.Test", recipient).raw(header + "\r\n.\r\n").expect("250 2.6.0");

        assertThat(wire.taken(recipient).sender()).startsWithIgnoringCase("MAIL FROM:<Ann+News@People.Test>");
        assertThat(wire.taken(recipient).text()).contains(header);
    }

    @OverTheWire
    @Requirement({"3848", "8314-4.3", "5321-4.4"})
    void shouldSayInReceivedHowItCame(Wire wire) throws Exception {
        String recipient = wire.somebody();
        wire.ann().begin(World.ANN, recipient).raw("From: ann@people.test\r\n\r\n.\r\n").expect("250 2.6.0");

        String text = wire.taken(recipient).text();
        assertThat(text).startsWith("Received: by mail.people.test (Postern) with ESMTPSA\r\n\t(TLSv1.3 TLS_")
            .doesNotContain("127.0.0.1", "client.test");
        wire.seen("Received: by mail.people.test (Postern) with ESMTPSA (TLSv1.3 TLS_…)");
    }

    @OverTheWire
    @Requirement("5321-4.5.2")
    void shouldTakeDotsAwayAndPutThemThereAgain(Wire wire) throws Exception {
        String recipient = wire.somebody();
        wire.ann().begin(World.ANN, recipient).play("""
            C: From: ann@people.test
            C:
            C: ..
            C: .a
            C: ...b
            C: c.
            C: .
            S: 250 2.6.0
            """);

        assertThat(wire.taken(recipient).text()).endsWith("\r\n\r\n.\r\na\r\n..b\r\nc.\r\n");
    }
}
