// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.Submissions;
import org.postern.submission.header.MessageParser;

class QualifyAddressesTest {
    private final RepairTester repair = new RepairTester(new QualifyAddresses());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "bob                                        | bob@example.org",
        "alice, bob@x.org, \"Carol C.\" <carol>     | alice@example.org, bob@x.org, \"Carol C.\" <carol@example.org>",
        "bob (Bob, <bob>)                           | bob@example.org (Bob, <bob>)",
        "=?utf-8?q?J=C3=BC?= < juergen (j) >        | =?utf-8?q?J=C3=BC?= < juergen@example.org (j) >",
        "\"bob b\" <\"bob b\">                      | \"bob b\" <\"bob b\"@example.org>",
        "Team: bob, carol@x.org, dave;, erin        | Team: bob@example.org, carol@x.org, dave@example.org;, erin@example.org",
        "first.last,, last . first,                 | first.last@example.org,, last . first@example.org,",
        "<@a.org:bob>                               | <@a.org:bob@example.org>",
        "Gr\u00fc\u00dfe <bob>                      | Gr\u00fc\u00dfe <bob@example.org>",
    })
    void shouldCompleteLocalPartsOnly(String before, String after) {
        repair.makes("To: " + before + "\n", "To: " + after + "\n");
    }

    @Test
    void shouldKeepFoldsAndSpellingOfName() {
        repair.makes("tO :\n\tbob,\n  carol\n\t(c)\nSubject: bob\n",
            "tO :\n\tbob@example.org,\n  carol@example.org\n\t(c)\nSubject: bob\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc",
        "Resent-Bcc", "Disposition-Notification-To", "Mail-Followup-To"})
    void shouldLookAtEveryAddressField(String name) {
        repair.makes(name + ": bob\n", name + ": bob@example.org\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"To: bob@mailhost", "To: bob@[192.0.2.1]", "To: Bob Example", "To: \"bob\"", "To: bob, carol <",
        "To: bob; carol",
        "To: =?utf-8?q?bob?=", "To:", "To: bob@x.org", "Subject: bob", "X-To: bob", "not a field"})
    void shouldLeave(String field) {
        repair.leaves(field + "\n");
    }

    @Test
    void shouldFoldWhenLineWouldBecomeTooLong() {
        String names = IntStream.range(0, 160).mapToObj(i -> "p" + i).collect(joining(", ", "", ", " + "x".repeat(50) + "@example.net"));
        var submission = Submissions.of("To: " + names + "\n\n");
        var repaired = new QualifyAddresses().repair(submission);

        assertThat(MessageParser.parse(Submissions.octets(repaired)).body().firstLongLine()).isZero();
        assertThat(Submissions.text(repaired).replace("\n ", "").replace("@example.org", "").replace(", ", ","))
            .isEqualTo("To: " + names.replace(", ", ",") + "\n");
        assertThat(repaired.fields().get(0).addresses().mailboxes()).hasSize(161).noneMatch(mailbox -> mailbox.isBare());
    }
}
