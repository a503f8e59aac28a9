// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.james.core.MaybeSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.AddressPattern;
import org.postern.submission.Credential;
import org.postern.submission.Envelope;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.Submission;
import org.postern.submission.Submissions;

class OriginatorRepairsTest {
    private final RepairTester addFrom = new RepairTester(new AddFrom(Submissions.RIGHTS));
    private final RepairTester addSender = new RepairTester(new AddSender(Submissions.RIGHTS));
    private final RepairTester rewriteFrom = new RepairTester(new RewriteFrom(Submissions.RIGHTS));
    private final RepairTester replaceSender = new RepairTester(new ReplaceSender(Submissions.RIGHTS));

    @Test
    void shouldAddFromAtTheEndWhenThereIsNone() {
        addFrom.makes("Received: x\nSubject: x\n", "Received: x\nSubject: x\nFrom: alice@example.org\n");
        addFrom.makes("", "From: alice@example.org\n");
    }

    @Test
    void shouldNameWhatTheAppPasswordIsForInPlaceOfTheMailbox() {
        var envelope = new Envelope(MaybeSender.of(Submissions.address("shop@example.org")), List.of(), false);
        var nobody = new Envelope(MaybeSender.nullSender(), List.of(), false);

        addFrom.makes(limited("Subject: x", envelope), "Subject: x\nFrom: shop@example.org\n");
        addSender.makes(limited("From: alice@example.org", envelope), "From: alice@example.org\nSender: shop@example.org\n");
        replaceSender.makes(limited("Sender: alice@example.org", envelope), "Sender: shop@example.org\n");
        rewriteFrom.makes(limited("From: alice@example.org", envelope), "From: shop@example.org\nReply-To: alice@example.org\n");
        addFrom.makes(limited("Subject: x", nobody), "Subject: x\n");
    }

    private static Submission limited(String field, Envelope envelope) {
        Submission submission = Submissions.with((field + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII), envelope);
        Credential credential = new Credential("till", List.of(AddressPattern.parse("shop@example.org")));
        return new Submission(submission.identity().provedWith(credential), envelope, submission.header(), submission.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: bob@x.org", "fRoM : bob@x.org", "From:", "From: <>"})
    void shouldNotAddFromWhenThereIsOne(String from) {
        addFrom.leaves(from + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop@example.org", "bob@example.net", "alice@example.net", "alice@example.org, shop@example.org", "root"})
    void shouldAddSenderWhenItIsBySomebodyElseOrSeveral(String from) {
        addSender.makes("From: " + from + "\nTo: x\n", "From: " + from + "\nTo: x\nSender: alice@example.org\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: alice@example.org", "From: Alice <ALICE@Example.ORG>", "From: alice", "From: alice+news@example.org",
        "From: \"alice\"@example.org", "From: bob@example.net\nSender: carol@example.net", "From:", "From: Alice Example", "Subject: x"})
    void shouldNotAddSender(String header) {
        addSender.leaves(header + "\n");
    }

    @Test
    void shouldNotAddSenderWhenReversePathIsAuthor() throws Exception {
        var envelope = new Envelope(MaybeSender.of(Submissions.address("shop+1@example.org")), List.of(), false);
        var submission = Submissions.with("From: shop@example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII), envelope);

        assertThat(new AddSender(Submissions.RIGHTS).repair(submission)).isSameAs(submission.header());
    }

    @Test
    void shouldAddSenderWhenReversePathIsNullAndAuthorIsSomebodyElse() {
        var envelope = new Envelope(MaybeSender.nullSender(), List.of(), false);

        addSender.makes(Submissions.with("From: shop@example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII), envelope),
            "From: shop@example.org\nSender: alice@example.org\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "Bob <bob@example.net>            | Bob <alice@example.org>     | Bob <bob@example.net>",
        "\"Bob, B.\" <bob@example.net>    | \"Bob, B.\" <alice@example.org> | \"Bob, B.\" <bob@example.net>",
        "bob@example.net (Bob)            | alice@example.org           | bob@example.net (Bob)",
        "alice@example.org, Bob <bob@x.org> | alice@example.org         | alice@example.org, Bob <bob@x.org>",
        "Bob\u00fc <bob@x.org>            | Bob\u00fc <alice@example.org> | Bob\u00fc <bob@x.org>",
    })
    void shouldRewriteFromOfOthers(String from, String rewritten, String replyTo) {
        rewriteFrom.makes("From: " + from + "\nTo: x\n", "From: " + rewritten + "\nTo: x\nReply-To: " + replyTo + "\n");
    }

    @Test
    void shouldKeepReplyToWhenFromIsRewritten() {
        rewriteFrom.makes("Reply-To: carol@x.org\nFrom: bob@x.org\n", "Reply-To: carol@x.org\nFrom: alice@example.org\n");
    }

    @Test
    void shouldRewriteEveryFromWhenTheLastLineHasNoEnd() {
        rewriteFrom.makes(Submissions.ofOctets("From: bob@x.org\r\nFrom: carol@x.org".getBytes(StandardCharsets.US_ASCII)),
            "From: alice@example.org\nFrom: alice@example.org\nReply-To: bob@x.org\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>", "Bob Example", "bob@x.org <carol@x.org>", "x:;"})
    void shouldRewriteFromThatNobodyCanRead(String from) {
        rewriteFrom.makes("From: " + from + "\n", "From: alice@example.org\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: alice@example.org", "From: Shop <shop@example.org>, alice+x@example.org", "From: alice", "To: x"})
    void shouldNotRewriteOwnFrom(String header) {
        rewriteFrom.leaves(header + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@example.net", "alice@example.org, bob@example.net", "", "Bob Example"})
    void shouldReplaceSenderOfOthers(String sender) {
        replaceSender.makes("Sender: " + sender + "\nTo: x\n", "Sender: alice@example.org\nTo: x\n");
    }

    @Test
    void shouldChangeNothingOnAGuessWhenStoreIsDown() {
        assertThatThrownBy(() -> new RewriteFrom(Submissions.RIGHTS).repair(Submissions.of("From: down@example.org\n\n")))
            .isInstanceOf(RightsUnavailableException.class);
        assertThatThrownBy(() -> new ReplaceSender(Submissions.RIGHTS).repair(Submissions.of("Sender: down@example.org\n\n")))
            .isInstanceOf(RightsUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sender: shop@example.org", "Sender: Alice <alice>", "From: bob@x.org", "Resent-Sender: bob@x.org"})
    void shouldNotReplaceOwnSender(String header) {
        replaceSender.leaves(header + "\n");
    }
}
