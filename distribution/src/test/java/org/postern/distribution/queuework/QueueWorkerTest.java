// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.postern.distribution.queue.QueueAction;

class QueueWorkerTest {

    private final List<String> asked = new ArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private final StringWriter shown = new StringWriter();

    @Test
    void shouldAskUntilNothingIsLeftAndMeanTheSameMomentAllTheTime() throws Exception {
        answers.addAll(List.of(part(500, 700, 1), part(500, 200, 3), part(200, 0, 0)));

        assertThat(worker(false).work(QueueAction.DELETE, List.of("domain=a.test")))
            .isEqualTo(new QueueWorker.Result(1200, 0, 3));
        assertThat(asked).containsExactly("POST /queue/delete?domain=a.test&limit=500",
            "POST /queue/delete?domain=a.test&before=then&limit=500", "POST /queue/delete?domain=a.test&before=then&limit=500");
        assertThat(shown.toString().lines()).containsExactly("500 of 1200", "1000 of 1200", "1200 of 1200");
    }

    @Test
    void shouldDrawABarOnATerminal() throws Exception {
        answers.addAll(List.of(part(500, 500, 0), part(500, 0, 0)));
        worker(true).work(QueueAction.HOLD, List.of("all=true"));

        assertThat(shown.toString().strip()).isEqualTo("[" + "#".repeat(20) + " ".repeat(20) + "] 500 of 1000\r["
            + "#".repeat(40) + "] 1000 of 1000");
    }

    @Test
    void shouldSayNothingOfWorkThatIsOverAtOnce() throws Exception {
        answers.add(part(0, 0, 0));
        worker(true).work(QueueAction.HOLD, List.of("all=true"));

        assertThat(shown.toString()).isEmpty();
    }

    @Test
    void shouldEndWhenNothingMoves() throws Exception {
        answers.addAll(List.of(part(500, 2, 0), part(0, 2, 0)));

        assertThat(worker(false).work(QueueAction.HOLD, List.of("all=true"))).isEqualTo(new QueueWorker.Result(500, 2, 0));
    }

    private QueueWorker worker(boolean isTerminal) {
        return new QueueWorker(this::answer, new Progress(new PrintWriter(shown), isTerminal));
    }

    private JsonNode answer(String method, String path) throws IOException {
        asked.add(method + " " + path);
        return new ObjectMapper().readTree(answers.removeFirst());
    }

    private static String part(long done, long left, long inDelivery) {
        return "{\"before\":\"then\",\"done\":%d,\"left\":%d,\"inDelivery\":%d,\"messages\":[]}".formatted(done, left, inDelivery);
    }
}
