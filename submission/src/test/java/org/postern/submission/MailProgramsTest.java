// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.submission.MailPrograms.Sample;
import org.postern.submission.checks.StandardChecks;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.repairs.StandardRepairs;

class MailProgramsTest {
    static List<Sample> all() {
        return MailPrograms.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldAcceptWhenMailProgramSends(Sample sample) {
        assertThat(StandardChecks.firstOf(Submissions.checks().defaults(), sample.submission()).answer()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldChangeOnlyWhatIsListedWhenRepaired(Sample sample) throws Exception {
        Submission submission = sample.submission();
        MessageHeader repaired = StandardRepairs.apply(Submissions.repairs().defaults(), submission);

        assertThat(changes(submission.header(), repaired)).containsExactlyElementsOf(sample.changes());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldPassAllChecksWhenRepaired(Sample sample) throws Exception {
        Submission submission = sample.submission();
        Submission repaired = submission.withHeader(StandardRepairs.apply(Submissions.repairs().defaults(), submission));

        assertThat(StandardChecks.firstOf(Submissions.checks().all(), repaired).answer()).isEmpty();
        assertThat(StandardRepairs.apply(Submissions.repairs().defaults(), repaired)).isSameAs(repaired.header());
    }

    private static List<String> changes(MessageHeader before, MessageHeader after) {
        List<String> changes = new ArrayList<>();
        before.fields().stream().filter(field -> !after.fields().contains(field)).forEach(field -> changes.add("-" + unfolded(field)));
        after.fields().stream().filter(field -> !before.fields().contains(field)).forEach(field -> changes.add("+" + unfolded(field)));
        return changes;
    }

    private static String unfolded(HeaderField field) {
        return field.name() + ": " + field.body();
    }
}
