// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.load.Load.Plan;
import org.postern.benchmarks.server.Postern;
import org.postern.benchmarks.sink.Behaviour;

/** The clock of the server jumps by an hour, there and back and once more back, while mail waits for its next try. */
record ClockJumps() implements Fault {
    private static final List<Integer> HOURS = List.of(1, 0, -1);
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SESSIONS = 10;
    private static final int SIZE = 4096;
    private static final int MESSAGES = 100;
    private static final int MILLIS_TO_NOTICE = 3000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<Path> LIBRARIES = List.of(
        Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
        Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    @Override
    public String name() {
        return "clock jumps an hour, both ways";
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        Path library = LIBRARIES.stream().filter(Files::exists).findFirst()
            .orElseThrow(() -> new NotStaged("libfaketime is not here (faketime)"));
        set(stage, 0);
        Postern postern = stage.postern();
        postern.environment("LD_PRELOAD", library.toString());
        postern.environment("FAKETIME_TIMESTAMP_FILE", file(stage).toString());
        postern.environment("FAKETIME_CACHE_DURATION", "1");
        postern.environment("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        postern.environment("DONT_FAKE_MONOTONIC", "1");
    }

    private static Path file(Stage stage) {
        return stage.postern().home().resolve("clock");
    }

    private static void set(Stage stage, int hours) throws IOException {
        Path next = Files.writeString(stage.postern().home().resolve("clock.next"),
            (hours < 0 ? "-" : "+") + Math.abs(hours) * SECONDS_PER_HOUR + "\n");
        Files.move(next, file(stage), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String happen(Stage stage) throws Exception {
        for (int hours : HOURS) {
            stage.sink().behave(Behaviour.DOWN);
            stage.expectAllTaken(MESSAGES, "before the jump to " + hours);
            set(stage, hours);
            Stage.pause(MILLIS_TO_NOTICE);
            try (Load load = stage.load(new Plan(SESSIONS, MESSAGES, SIZE, 1, false))) {
                Load.Result result = load.await();
                stage.expect(result.refused() == 0, "at " + hours + ": " + result.complaint());
            }
            stage.sink().behave(Behaviour.GOOD);
            stage.expect(Stage.waitFor(PATIENCE, stage.ledger()::isComplete), "mail waits after the jump to " + hours);
        }
        stage.expect(stage.ledger().returned() == 0, stage.ledger().returned() + " returned");
        return "to +1 h, 0 and -1 h with " + MESSAGES + " messages waiting, " + MESSAGES + " new logins after each";
    }
}
