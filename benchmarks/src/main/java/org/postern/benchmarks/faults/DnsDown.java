// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.time.Duration;
import java.util.Locale;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.server.Postern;

/**
 * The server that tells where mail goes has failed, or is gone; there is no smarthost.
 *
 * @param behaviour of that server
 */
record DnsDown(NameServer.Behaviour behaviour) implements Fault {
    private static final int MESSAGES = 100;
    private static final double RATE = 20;
    /** What was heard before has to be forgotten, and some tries have to fail. */
    private static final int MILLIS_DOWN = 3000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "DNS " + behaviour.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        NameServer names = stage.bring(NameServer.start());
        Postern postern = stage.postern();
        postern.withoutSmarthost();
        postern.edit("dnsservice.xml", "<autodiscover>true</autodiscover>",
            "<autodiscover>false</autodiscover><servers><server>127.0.0.1:" + names.port() + "</server></servers>");
        postern.edit("dnsservice.xml", "<mxPort>25<", "<mxPort>" + stage.sink().port() + "<");
    }

    @Override
    public String happen(Stage stage) throws Exception {
        NameServer names = stage.prop(NameServer.class);
        names.behave(behaviour);
        Stage.pause(MILLIS_DOWN);
        int before = stage.ledger().arrived();
        Load.Result result;
        try (Load load = stage.load(MESSAGES, RATE)) {
            result = load.await();
        }
        Stage.pause(MILLIS_DOWN);
        stage.expectNoFinalRefusal(result);
        stage.expect(result.accepted() == MESSAGES, result.refusals() + " at the port");
        stage.expectNoneDelivered(before);
        names.behave(NameServer.Behaviour.GOOD);
        long back = System.nanoTime();
        stage.expect(Stage.waitFor(PATIENCE, stage.ledger()::isComplete), "mail still waits");
        return String.format(Locale.ROOT, "%d taken and waiting, p99 %.0f ms; all delivered %.1f s after DNS was back", result.accepted(),
            result.millis(0.99), (System.nanoTime() - back) / 1e9);
    }
}
