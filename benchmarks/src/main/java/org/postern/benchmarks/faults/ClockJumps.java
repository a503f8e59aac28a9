// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.load.Load.Plan;
import org.postern.benchmarks.server.Commands;
import org.postern.benchmarks.sink.Behaviour;

/**
 * The clock of the server jumps by an hour, forth and back and once more back, while mail waits for its next try. It is ahead all the
 * time: the kernel, which is not told, would end a wait until some time before it began otherwise.
 */
record ClockJumps() implements Fault {
    private static final int HOURS_AHEAD = 2;
    private static final List<Integer> JUMPS = List.of(1, -1, -1);
    private static final long SECONDS_PER_HOUR = 3600;
    private static final int SESSIONS = 10;
    private static final int SIZE = 4096;
    private static final int MESSAGES = 100;
    private static final int MILLIS_TO_NOTICE = 3000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SOURCE = "wrong-clock.c";

    @Override
    public String name() {
        return "clock jumps an hour, both ways";
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        Path home = stage.postern().home();
        Path library = home.resolve("wrong-clock.so");
        try (InputStream source = ClockJumps.class.getResourceAsStream(SOURCE)) {
            Files.copy(source, home.resolve(SOURCE));
        }
        Commands.run(NotStaged.program("cc", "gcc, libc6-dev").toString(), "-shared", "-fPIC", "-O2", "-o", library.toString(),
            home.resolve(SOURCE).toString());
        set(stage, HOURS_AHEAD);
        stage.postern().environment("LD_PRELOAD", library.toString());
        stage.postern().environment("WRONG_CLOCK", file(stage).toString());
    }

    private static Path file(Stage stage) {
        return stage.postern().home().resolve("clock");
    }

    /** The file stays as long as it is: the server has it before its eyes. */
    private static void set(Stage stage, int hours) throws IOException {
        byte[] seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(hours * SECONDS_PER_HOUR).array();
        Files.write(file(stage), seconds, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public String happen(Stage stage) throws Exception {
        int hours = HOURS_AHEAD;
        for (int jump : JUMPS) {
            hours += jump;
            int before = stage.ledger().arrived();
            stage.sink().behave(Behaviour.DOWN);
            stage.expectAllTaken(MESSAGES, "before the clock went to " + hours);
            set(stage, hours);
            Stage.pause(MILLIS_TO_NOTICE);
            try (Load load = stage.load(new Plan(SESSIONS, MESSAGES, SIZE, 1, false))) {
                Load.Result result = load.await();
                stage.expect(result.refused() == 0, "at " + hours + " h: " + result.complaint());
            }
            stage.expectNoneDelivered(before);
            stage.sink().behave(Behaviour.GOOD);
            stage.expect(Stage.waitFor(PATIENCE, stage.ledger()::isComplete), "mail waits at " + hours + " h");
        }
        return "an hour forth, back and back, with " + MESSAGES + " messages waiting and " + MESSAGES + " new logins after each";
    }
}
