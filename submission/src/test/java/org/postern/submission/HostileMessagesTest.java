// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.submission.HostileMessages.Hostile;
import org.postern.submission.checks.StandardChecks;
import org.postern.submission.repairs.StandardRepairs;

class HostileMessagesTest {
    private final StandardChecks checks = Submissions.checks();

    static List<Hostile> all() {
        return HostileMessages.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldRefuseByNameWhenMessageIsHostile(Hostile hostile) {
        Submission submission = hostile.submission();
        Reply reply = StandardChecks.firstOf(checks.defaults(), submission).answer().orElseThrow();
        Check first = checks.defaults().stream().filter(check -> check.check(submission) != Verdict.ACCEPT).findFirst().orElseThrow();

        assertThat(first.name() + " " + reply).startsWith(hostile.check() + " " + hostile.reply() + " ").contains(hostile.fragment());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldNotThrowWhenHostileMessageIsJudgedAndRepairedByAllRules(Hostile hostile) throws Exception {
        Submission submission = hostile.submission();

        assertThat(checks.all()).allSatisfy(check -> assertThat(check.check(submission)).isNotNull());
        assertThat(StandardRepairs.apply(Submissions.repairs().all(), submission)).isNotNull();
    }

    @Test
    void shouldHaveManyMessages() {
        assertThat(all()).hasSizeGreaterThanOrEqualTo(50).extracting(Hostile::file).doesNotHaveDuplicates();
    }
}
