// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.sink.Behaviour;

/**
 * The disk of the server is filled by somebody else: first but for the room that is kept for queued mail, so that this can be delivered
 * while new mail is refused; then to the last octet under load.
 */
record DiskFull() implements Fault {
    private static final int DISK_MEGABYTES = 256;
    private static final long MEGABYTE = 1024 * 1024;
    /** Less than is kept on a disk of this size. */
    private static final long ROOM = 12 * MEGABYTE;
    private static final int QUEUED = 150;
    private static final int REFUSED = 50;
    private static final int MESSAGES = 300;
    private static final double RATE = 100;
    private static final int SECONDS_FULL = 8;
    private static final Duration NOTICED = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** EX_IOERR of sysexits.h: what is on the disk is read at the next start. */
    private static final int CANNOT_WRITE = 74;

    @Override
    public String name() {
        return "disk full";
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        stage.bring(SmallDisk.mount(stage.postern().home().resolve("var"), DISK_MEGABYTES));
    }

    @Override
    public String happen(Stage stage) throws Exception {
        SmallDisk disk = stage.prop(SmallDisk.class);
        return "nearly full: " + nearly(stage, disk) + "; full: " + full(stage, disk);
    }

    private static String nearly(Stage stage, SmallDisk disk) throws IOException, InterruptedException {
        int before = stage.ledger().arrived();
        stage.sink().behave(Behaviour.DOWN);
        stage.expectAllTaken(QUEUED, "before");
        disk.fill(ROOM);
        try (Load load = stage.load(REFUSED, RATE)) {
            Load.Result result = load.await();
            stage.expect(result.accepted() == 0, result.accepted() + " taken without room");
            stage.expectNoFinalRefusal(result);
            stage.expectNoneDelivered(before);
            stage.sink().behave(Behaviour.GOOD);
            stage.expect(Stage.waitFor(PATIENCE, stage.ledger()::isComplete), "queued mail is not delivered without room for new mail");
            disk.clear();
            stage.expectAllTaken(MESSAGES, "with room again");
            return "new mail got " + result.refusals() + ", " + QUEUED + " queued were delivered";
        }
    }

    private static String full(Stage stage, SmallDisk disk) throws IOException, InterruptedException {
        OptionalInt status = OptionalInt.empty();
        Load.Result result;
        try (Load load = stage.load(Integer.MAX_VALUE, RATE)) {
            stage.flowing(load);
            for (int second = 0; second < SECONDS_FULL && status.isEmpty(); second++) {
                disk.fill(0);
                status = stage.postern().ended(Duration.ofSeconds(1));
            }
            disk.clear();
            // What could not be written is noticed at the latest when there is something to write again.
            status = stage.postern().ended(NOTICED);
            load.stop();
            result = load.await();
        }
        stage.expectNoFinalRefusal(result);
        stage.expect(status.isEmpty() || status.getAsInt() == CANNOT_WRITE, "ended with status " + status);
        if (status.isPresent()) {
            stage.postern().start();
        }
        stage.expectAllTaken(MESSAGES, "with room again");
        return result.refusals() + (status.isPresent() ? ", ended with status " + status.getAsInt() + " and started again" : "");
    }
}
