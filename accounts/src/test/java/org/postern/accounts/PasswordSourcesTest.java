// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.PasswordSource.Answer;
import org.postern.accounts.PasswordSources.Outcome;

class PasswordSourcesTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final IOException FAULT = new IOException("down");

    /** @param answers one for each source, in words */
    private static Outcome test(String answers) throws Exception {
        List<String> words = Arrays.asList(answers.split(" "));
        return new PasswordSources(IntStream.range(0, words.size()).mapToObj(i -> source(i, words.get(i))).toList())
            .test(ANN, Password.of("secret"));
    }

    private static PasswordSource source(int number, String answer) {
        return new PasswordSource() {
            @Override
            public String name() {
                return "source" + number;
            }

            @Override
            public Answer test(Username username, Password password) throws Exception {
                return switch (answer) {
                    case "proved" -> new Answer.Proved(username);
                    case "wrong" -> new Answer.Wrong();
                    case "rejected" -> new Answer.Rejected();
                    case "unknown" -> new Answer.Unknown();
                    case "down" -> throw FAULT;
                    default -> throw new AssertionError("must not be asked");
                };
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"proved not-asked, source0", "unknown proved, source1", "rejected proved, source1", "down proved, source1",
        "down rejected proved, source2"})
    void shouldTakeTheFirstYes(String answers, String by) throws Exception {
        assertThat(test(answers)).isEqualTo(new Outcome.Proved(new Proof(ANN, by)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong not-asked", "unknown wrong not-asked", "rejected wrong", "unknown unknown", "rejected unknown"})
    void shouldSayNoWhenAllHaveBeenAskedThatMightKnow(String answers) throws Exception {
        assertThat(test(answers)).isEqualTo(new Outcome.Refused());
    }

    @ParameterizedTest
    @ValueSource(strings = {"down wrong not-asked", "unknown down wrong", "down rejected", "rejected down", "down rejected unknown"})
    void shouldDoubtWhenOneHasLookedAtThePasswordAndAnotherIsDown(String answers) throws Exception {
        assertThat(test(answers)).isEqualTo(new Outcome.Doubtful(FAULT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "down unknown", "unknown down", "unknown down unknown", "down down"})
    void shouldHaveNoAnswerWhenNobodyHasLookedAtThePassword(String answers) {
        assertThatThrownBy(() -> test(answers)).isSameAs(FAULT);
    }

    @Test
    void shouldAskNobodyMoreWhenInterrupted() {
        PasswordSource interrupted = new PasswordSource() {
            @Override
            public String name() {
                return "interrupted";
            }

            @Override
            public Answer test(Username username, Password password) throws Exception {
                throw new InterruptedException();
            }
        };

        assertThatThrownBy(() -> new PasswordSources(List.of(interrupted, source(1, "not-asked"))).test(ANN, Password.of("secret")))
            .isInstanceOf(InterruptedException.class);
    }
}
