// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.Submissions;
import org.postern.submission.header.MessageHeader;

class DateAndMessageIdRepairsTest {
    private static final String NOW = "Date: Sun, 22 Nov 2026 09:30:00 +0100\n";

    private final RepairTester addDate = new RepairTester(new AddDate(Submissions.CLOCK));
    private final AddMessageId ids = new AddMessageId(Submissions.CLOCK, new SecureRandom(), "mail.example.org");

    @Test
    void shouldAddDateInServersZoneWhenThereIsNone() {
        addDate.makes("Subject: x\n", "Subject: x\n" + NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Received: by mx.test id 1; Sun, 22 Nov 2026 08:15:00 +0000\nReceived: by x; Sat, 21 Nov 2026 08:15:00 +0000",
        "Received: by mx.test (with ; in it) id 1;\n\tSun, 22 Nov 2026 09:15:00 +0100 (CET)"})
    void shouldAddTheDateOfItsSubmissionWhenTheMessageWaited(String received) {
        addDate.makes(received + "\n", received + "\nDate: Sun, 22 Nov 2026 09:15:00 +0100\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Received: by mx.test id 1", "Received:",
        "Received: by x; soon\nReceived: by y; Sat, 21 Nov 2026 08:15:00 +0000"})
    void shouldAddTheDateOfNowWhenNobodyKnowsWhenItCame(String received) {
        addDate.makes(received + "\n", received + "\n" + NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Date: yesterday", "dAtE:", "Date: Sun, 22 Nov 2026", "Date:\n Sun, 31 Feb 2026 09:30:00 +0100"})
    void shouldReplaceDateThatIsNone(String date) {
        addDate.makes("A: b\n" + date + "\nC: d\n", "A: b\n" + NOW + "C: d\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Date: Mon, 1 Jan 2001 00:00:00 +0000", "Date:\n 1 Jan 01 00:00 EST", "Date: x\nDate: 1 Jan 01 00:00 EST"})
    void shouldNotChangeDate(String date) {
        addDate.leaves(date + "\n");
    }

    @Test
    void shouldAddMessageIdWhenThereIsNone() {
        MessageHeader header = ids.repair(Submissions.of("Subject: x\n\n"));

        assertThat(Submissions.text(header)).matches("Subject: x\nMessage-ID: <[0-9a-z]{20,26}\\.[0-9a-z]{8}@mail\\.example\\.org>\n");
        assertThat(ids.repair(Submissions.of("Subject: x\n\n").withHeader(header))).isSameAs(header);
    }

    @Test
    void shouldNotWriteNameThatEveryServerHas() {
        var unnamed = new AddMessageId(Submissions.CLOCK, new SecureRandom(), "localhost");

        assertThat(Submissions.text(unnamed.repair(Submissions.of("Subject: x\n\n")))).endsWith("@example.org>\n");
    }

    @Test
    void shouldNeverGiveTheSameMessageIdTwice() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(Submissions.text(ids.repair(Submissions.of("Subject: x\n\n"))));
        }

        assertThat(seen).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Message-Id: 1", "MESSAGE-ID:", "Message-ID: <1@x.org> <2@x.org>", "Message-ID: <1 @x.org>"})
    void shouldReplaceMessageIdThatIsNone(String id) {
        assertThat(Submissions.text(ids.repair(Submissions.of("A: b\n" + id + "\nC: d\n\n"))))
            .matches("A: b\nMessage-ID: <[0-9a-z.]+@mail\\.example\\.org>\nC: d\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Message-Id: <1@x.org>", "Message-ID:\n <1@x.org>", "Message-ID: <a$b!c&d@laptop>", "Message-ID: <1@[::1]>"})
    void shouldNotChangeMessageId(String id) {
        new RepairTester(ids).leaves(id + "\n");
    }
}
