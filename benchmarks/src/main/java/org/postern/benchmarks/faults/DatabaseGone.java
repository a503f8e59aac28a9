// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.load.Load.Plan;
import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.load.MailSession.Target;
import org.postern.benchmarks.server.Commands;
import org.postern.benchmarks.server.Postern;

/** PostgreSQL goes away under load, and comes back. */
record DatabaseGone() implements Fault {
    private static final String NEWCOMER = "nell@example.org";
    private static final int SESSIONS = 10;
    private static final int SIZE = 4096;
    private static final double RATE = 20;
    private static final int MESSAGES = 200;
    private static final int MILLIS_GONE = 10_000;
    private static final int MILLIS_BACK = 5_000;

    @Override
    public String name() {
        return "PostgreSQL gone and back";
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        int port = Commands.freePort();
        Postern postern = stage.postern();
        Path home = postern.home();
        stage.bring(PostgresCluster.make(home.resolveSibling(home.getFileName() + "-postgres"), port)).start();
        postern.edit("james-database.properties", "(?m)^database.driverClassName=.*$", "database.driverClassName=org.postgresql.Driver");
        postern.edit("james-database.properties", "(?m)^database.url=.*$",
            "database.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres");
        postern.edit("james-database.properties", "(?m)^database.username=.*$", "database.username=postgres");
        Path driver = Path.of(Class.forName("org.postgresql.Driver").getProtectionDomain().getCodeSource().getLocation().toURI());
        Path lib = Files.createDirectories(postern.conf().resolve("lib"));
        Files.copy(driver, lib.resolve(driver.getFileName()));
    }

    @Override
    public String happen(Stage stage) throws Exception {
        PostgresCluster cluster = stage.prop(PostgresCluster.class);
        Target known = stage.postern().submissions();
        Target newcomer = new Target(known.host(), known.port(), known.implicitTls(), NEWCOMER, known.password());
        stage.postern().admin("PUT", "/users/" + NEWCOMER, "{\"password\":\"" + known.password() + "\"}");
        String said;
        Load.Result kept;
        Load.Result fresh;
        try (Load keptLoad = stage.load(Integer.MAX_VALUE, RATE);
             Load freshLoad = stage.load(new Plan(SESSIONS, Integer.MAX_VALUE, SIZE, 1, false, RATE))) {
            stage.flowing(freshLoad);
            cluster.crash();
            Stage.pause(MILLIS_GONE);
            said = login(newcomer);
            cluster.start();
            Stage.pause(MILLIS_BACK);
            keptLoad.stop();
            freshLoad.stop();
            kept = keptLoad.await();
            fresh = freshLoad.await();
        }
        stage.expectNoFinalRefusal(kept);
        stage.expectNoFinalRefusal(fresh);
        stage.expectAllTaken(MESSAGES, "when it was back");
        stage.expect(said.startsWith("454"), "a login was answered " + said);
        stage.expect(login(newcomer).isEmpty(), "a login is impossible when it was back");
        return "those who had logged in before: " + kept.refusals() + " over kept connections, " + fresh.refusals()
            + " over new ones; a newcomer: " + said;
    }

    /** @return the refusal, if it was one */
    private static String login(Target target) throws IOException {
        try (MailSession session = MailSession.open(target)) {
            session.quit();
            return "";
        } catch (MailSession.Refused e) {
            return e.getMessage();
        }
    }
}
