// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.Submissions;

class OriginatorRightsTest {
    private final CheckTester author = new CheckTester(new AuthorRights(Submissions.RIGHTS));
    private final CheckTester sender = new CheckTester(new SenderFieldRights(Submissions.RIGHTS));

    @ParameterizedTest
    @ValueSource(strings = {"alice@example.org", "Alice <ALICE@Example.Org>", "alice", "alice+news@example.org", "\"alice\"@example.org",
        "\"al\\ice\"@example.org", "alice@example.org, Shop <shop>", "\"bob@example.net\" <alice@example.org>"})
    void shouldAcceptOwnAddresses(String originators) {
        author.accepts("From: " + originators + "\n\n");
        sender.accepts("Resent-From: " + originators + "\nResent-Sender: " + originators + "\n\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bob@example.net                    | may not send as bob@example.net (From)",
        "alice@example.org, bob             | may not send as bob@example.org (From)",
        "\"alice@example.org\" <bob@x.org>  | may not send as bob@x.org (From)",
        "alice@[192.0.2.1]                  | (From)",
    })
    void shouldRefuseOthers(String from, String reply) {
        author.answers("From: " + from + "\n\n", "550 5.7.1 alice@example.org may not send as ");
        author.answers("From: " + from + "\n\n", reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>", "alice@example.org bob@x.org", "Alice Example",
        "team: alice@example.org;", "al\u0001ice@example.org"})
    void shouldRefuseWhatNobodyCanRead(String from) {
        author.answers("From: " + from + "\n\n", "554 5.6.0 Header field From: ");
    }

    @Test
    void shouldRefuseAddressThatJamesCannotHold() {
        author.answers("From: al\u00fcce@example.org\n\n", "550 5.7.1 alice@example.org may not send as al?ce@example.org (From)");
    }

    @Test
    void shouldLookAtEveryFieldWhenThereAreSeveral() {
        author.answers("From: alice@example.org\nFROM : bob@example.net\n\n", "bob@example.net (FROM)");
        sender.answers("Resent-From: alice@example.org\nReceived: x\nResent-From: bob@example.net\n\n", "bob@example.net (Resent-From)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sender", "Resent-From", "Resent-Sender"})
    void shouldNameSenderField(String name) {
        sender.answers("From: alice@example.org\n" + name + ": bob@example.net\n\n", "may not send as bob@example.net (" + name + ")");
    }

    @Test
    void shouldKeepToItsOwnFields() {
        author.accepts("Sender: bob@example.net\nReply-To: bob@example.net\nResent-From: bob@example.net\n\n");
        sender.accepts("From: bob@example.net\nReply-To: bob@example.net\nResent-To: bob@example.net\n\n");
    }

    @Test
    void shouldAcceptAbsence() {
        author.accepts("Subject: x\n\n");
        sender.accepts("Subject: x\n\n");
    }

    @Test
    void shouldAskToTryLaterWhenStoreIsDown() {
        author.answers("From: down@example.org\n\n", "451 4.3.0 Temporary fault on our side");
        sender.answers("Sender: down@example.org\n\n", "451 4.3.0 Temporary fault on our side");
    }

    @Test
    void shouldRefuseHeaderWhoseEndIsUnknown() {
        author.answers("From: alice@example.org\n" + "A: b\n".repeat(50_000) + "\n", "552 5.3.4");
    }

    @Test
    void shouldAskOnceForEachAddress() {
        List<MailAddress> asked = new ArrayList<>();
        new CheckTester(new AuthorRights((identity, address) -> asked.add(address))).accepts(
            "From: alice@example.org" + ", Alice <ALICE@example.org>".repeat(1000) + ", shop@example.org\n\n");

        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldNotAskWithoutEndWhenOneMessageNamesManyOriginators() {
        List<MailAddress> asked = new ArrayList<>();
        String block = "Resent-Date: x\nResent-From: alice+%d@example.org, alice+%<d.x@example.org\n";
        String blocks = IntStream.range(0, 500).mapToObj(block::formatted).collect(joining());

        new CheckTester(new SenderFieldRights((identity, address) -> asked.add(address))).answers(blocks + "\n",
            "554 5.6.0 Header field Resent-From: the message names more than 100 different originators");
        assertThat(asked).hasSize(100);
    }
}
