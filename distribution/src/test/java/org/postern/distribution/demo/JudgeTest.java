// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.postern.distribution.demo.GalleryCase.Service;
import org.postern.distribution.demo.Outcome.Bounced;
import org.postern.distribution.demo.Outcome.Delivered;
import org.postern.distribution.demo.Outcome.Refused;

class JudgeTest {
    private static final String SENT = "From: a@b.example\r\nTo: c@d.example\r\nMessage-ID: <1@b.example>\r\n\r\nbody\r\n";
    private static final String RECEIVED = "Received: by x with ESMTPSA (TLSv1.3)\r\nDate: now\r\n" + SENT;
    private static final Outcome DATE_ADDED = new Delivered(Repairs.adding("date"));
    private static final Answer ACCEPTED = new Answer(250, "2.6.0 Queued");

    @Test
    void shouldBeContentWhenTheExpectedRepairArrived() {
        assertThat(judge(DATE_ADDED, ACCEPTED, mail(RECEIVED)))
            .satisfies(row -> assertThat(row.asItShouldBe()).isTrue())
            .satisfies(row -> assertThat(row.received()).isEqualTo("body as sent"))
            .satisfies(row -> assertThat(row.repaired()).isEqualTo("added Date: now"));
    }

    @Test
    void shouldObjectWhenTheBodyChanged() {
        assertThat(judge(DATE_ADDED, ACCEPTED, mail(RECEIVED + "\r\n")).problem()).isEqualTo("the body changed");
    }

    @Test
    void shouldObjectWhenAnotherFieldChanged() {
        assertThat(judge(DATE_ADDED, ACCEPTED, mail(RECEIVED.replace("c@d.example", "C@d.example"))).problem())
            .isEqualTo("other repairs than expected");
    }

    @Test
    void shouldObjectWhenAFieldIsMissing() {
        assertThat(judge(DATE_ADDED, ACCEPTED, mail(RECEIVED.replace("Date: now\r\n", ""))).problem()).isEqualTo("0 Date fields");
    }

    @Test
    void shouldObjectWhenReceivedDoesNotTellHow() {
        assertThat(judge(DATE_ADDED, ACCEPTED, mail(RECEIVED.replace("ESMTPSA", "ESMTPA"))).problem())
            .isEqualTo("no Received field with ESMTPSA");
    }

    @Test
    void shouldObjectWhenItCameInClear() {
        assertThat(judge(DATE_ADDED, ACCEPTED, new ReceivedMail("a@b.example", List.of("c@d.example"), RECEIVED, false)).problem())
            .isEqualTo("came to the MX without TLS");
    }

    @Test
    void shouldObjectWhenItArrivedTwiceOrNever() {
        assertThat(judge(DATE_ADDED, ACCEPTED).problem()).isEqualTo("should have arrived once");
        assertThat(judge(DATE_ADDED, ACCEPTED, mail(RECEIVED), mail(RECEIVED)).problem()).isEqualTo("should have arrived once");
    }

    @Test
    void shouldObjectWhenItWasRefusedWithoutReason() {
        assertThat(judge(DATE_ADDED, new Answer(554, "5.6.0 no")).problem()).isEqualTo("should have been accepted");
    }

    @Test
    void shouldBeContentWithTheExpectedRefusalOnly() {
        Outcome refused = new Refused(550, "5.7.1");

        assertThat(judge(refused, new Answer(550, "5.7.1 no")).asItShouldBe()).isTrue();
        assertThat(judge(refused, new Answer(550, "5.7.10 no")).problem()).isEqualTo("should have been answered 550 5.7.1");
        assertThat(judge(refused, new Answer(550, "5.7.1 no"), mail(SENT)).problem()).isEqualTo("should not have been sent on");
    }

    @Test
    void shouldWantAReportToTheAuthor() {
        String report = "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nAction: failed\r\n";

        assertThat(judge(new Bounced(), ACCEPTED, bounce("a@b.example", report)).asItShouldBe()).isTrue();
        assertThat(judge(new Bounced(), ACCEPTED, bounce("c@d.example", report)).asItShouldBe()).isFalse();
        assertThat(judge(new Bounced(), ACCEPTED, bounce("a@b.example", report.replace("failed", "delayed"))).asItShouldBe())
            .isFalse();
    }

    private static Row judge(Outcome expected, Answer answer, ReceivedMail... arrived) {
        Letter letter = new Letter("a@b.example", List.of("c@d.example"), SENT);
        return new Judge().judge(new GalleryCase("case", Service.SUBMISSION, letter, Dialogue::submit, expected), answer,
            List.of(arrived));
    }

    private static ReceivedMail mail(String octets) {
        return new ReceivedMail("a@b.example", List.of("c@d.example"), octets, true);
    }

    private static ReceivedMail bounce(String recipient, String octets) {
        return new ReceivedMail("", List.of(recipient), octets, true);
    }
}
