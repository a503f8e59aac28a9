// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.postern.distribution.testing.TestMx;

/** RFC 6409 §3 and §4: whose mail is taken, and in which form. */
class SubmissionRulesIT {
    @OverTheWire
    @Requirement({"6409-3.1", "6409-7-521"})
    void shouldGreetWithEsmtp(Wire wire) throws Exception {
        wire.connect().expect("220 mail.people.test ESMTP").play("""
            C: EHLO client.test
            S: 250-mail.people.test
            S: 250 PIPELINING
            """);
    }

    @OverTheWire
    @Requirement({"6409-3.1", "6409-4.3"})
    void shouldTakeNoMailFromStrangers(Wire wire) throws Exception {
        wire.secured().play("""
            C: MAIL FROM:<ann@people.test>
            S: 530 5.7.0
            C: MAIL FROM:<>
            S: 530 5.7.0
            C: RCPT TO:<bob@elsewhere.test>
            S: 503 5.5.1
            C: DATA
            S: 503 5.5.1
            """);
    }

    @OverTheWire
    @Requirement({"6409-3.2b", "8098"})
    void shouldTakeNullReversePathOfADispositionNotification(Wire wire) throws Exception {
        String author = wire.somebody();

        wire.ann().begin("", author).play("""
            C: From: ann@people.test
            C: Subject: Read: hello
            C: Content-Type: multipart/report; report-type=disposition-notification; boundary=x
            C:
            C: --x
            C: Content-Type: message/disposition-notification
            C:
            C: Final-Recipient: rfc822; ann@people.test
            C: Disposition: manual-action/MDN-sent-manually; displayed
            C: --x--
            C: .
            S: 250 2.6.0
            """);

        assertThat(wire.taken(author).sender()).startsWith("MAIL FROM:<>");
    }

    @OverTheWire
    @Requirement({"6409-3.2b", "6409-3.2c"})
    void shouldRefuseNullReversePathOfAnyOtherMessageAtItsEnd(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<>
            S: 250 2.1.0
            C: RCPT TO:<bob@elsewhere.test>
            S: 250
            C: DATA
            S: 354
            C: From: ann@people.test
            C:
            C: Hello
            C: .
            S: 550 5.7.1
            """);
    }

    @OverTheWire
    @Requirement("6409-3.2c")
    void shouldRefuseAndNotBounceWhenTheMessageIsBad(Wire wire) throws Exception {
        String recipient = wire.somebody();
        int before = wire.mx().received().size();

        wire.ann().begin(World.ANN, recipient).play("""
            C: From: ann@people.test
            C: From: ann@people.test
            C:
            C: Hello
            C: .
            S: 554 5.6.0
            """).begin(World.ANN, recipient).play("""
            C: From: ann@people.test
            C:
            C: Good
            C: .
            S: 250
            """);

        wire.taken(recipient);
        assertThat(wire.mx().received().subList(before, wire.mx().received().size()))
            .noneMatch(mail -> mail.sender().startsWith("MAIL FROM:<>") || mail.text().endsWith("Hello\r\n"));
    }

    @OverTheWire
    @Requirement("6409-4.1")
    void shouldAnswer554WhenNoOtherCodeFits(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people>
            S: 554 5.1.7
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<bob@elsewhere>
            S: 554 5.1.2
            C: RCPT TO:<bob@elsewhere.test>
            S: 250
            C: DATA
            S: 354
            C: From: nobody at all
            C:
            C: .
            S: 554 5.6.0
            """);
    }

    @OverTheWire
    @Requirement({"6409-4.2a", "6409-4.2b"})
    void shouldCompleteALocalPartThatStandsAlone(Wire wire) throws Exception {
        String alone = wire.somebody().split("@")[0];

        wire.ann().play("""
            C: MAIL FROM:<ann>
            S: 250 2.1.0
            C: RCPT TO:<%1$s>
            S: 250 2.1.5
            C: DATA
            S: 354
            C: From: Ann <ann>
            C: To: %1$s
            C:
            C: .
            S: 250 2.6.0
            """.formatted(alone));

        TestMx.Received mail = wire.taken(alone + "@people.test");
        assertThat(mail.sender()).startsWith("MAIL FROM:<ann@people.test>");
        assertThat(mail.text()).contains("From: Ann <ann@people.test>\r\n", "To: " + alone + "@people.test\r\n");
    }

    @OverTheWire
    @Requirement({"6409-4.2a", "6409-4.2c"})
    void shouldRefusePartialDomainsInTheEnvelope(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people>
            S: 554 5.1.7
            C: MAIL FROM:<ann@[127.0.0.1]>
            S: 554 5.1.7
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<bob@host>
            S: 554 5.1.2
            C: RCPT TO:<bob@[192.0.2.1]>
            S: 554 5.1.2
            C: RCPT TO:<bob@[IPv6:2001:db8::1]>
            S: 554 5.1.2
            """);
    }

    @OverTheWire
    @Requirement({"6409-4.2b", "6409-4.2c"})
    void shouldRefusePartialDomainsInTheHeader(Wire wire) throws Exception {
        for (String field : new String[] {"Cc: bob@host", "Reply-To: ann@people", "To: bob@[192.0.2.1]"}) {
            wire.ann().begin(World.ANN, wire.somebody()).play("""
                C: From: ann@people.test
                C: %s
                C:
                C: .
                S: 554 5.6.0
                """.formatted(field));
        }
    }
}
