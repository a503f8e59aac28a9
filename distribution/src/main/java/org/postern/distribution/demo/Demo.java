// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLContext;

import org.postern.distribution.demo.Outcome.Refused;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

/** Starts DNS, MX and server, submits the gallery, prints what became of it. */
final class Demo {
    private static final Duration DELIVERY = Duration.ofSeconds(20);
    /** What should have been refused may come to the MX, or may not. */
    private static final Duration STRAY = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int TTL_SECONDS = 60;

    private final DemoServer.Starter starter;
    private final SSLContext mxTls;
    private final Table table;
    private final Clock clock;

    /** @param mxTls the MX's own certificate */
    Demo(DemoServer.Starter starter, SSLContext mxTls, Table table, Clock clock) {
        this.starter = starter;
        this.mxTls = mxTls;
        this.table = table;
        this.clock = clock;
    }

    /**
     * @return whether all is as it should be
     * @throws IOException when a part does not start
     */
    boolean run() throws IOException {
        Instant start = clock.instant();
        try (LoopbackDns dns = dns();
                ReceivingMx mx = ReceivingMx.start(mxTls);
                DemoServer server = starter.start(dns.address().getPort(), mx.port())) {
            Duration ready = Duration.between(start, clock.instant());
            table.head();
            List<Row> rows = new ArrayList<>();
            for (Gallery.Section section : new Gallery(ZonedDateTime.now(clock)).sections()) {
                table.section(section.title());
                for (GalleryCase galleryCase : section.cases()) {
                    Row row = submit(galleryCase, server.account(), mx);
                    rows.add(row);
                    table.row(row);
                }
            }
            long right = rows.stream().filter(Row::asItShouldBe).count();
            long accepted = rows.stream().filter(row -> row.answer().positive()).count();
            table.foot(String.format(Locale.ROOT, "%d of %d as they should be: %d accepted, %d refused. "
                    + "Ready after %.1f s, done after %.1f s.",
                right, rows.size(), accepted, rows.size() - accepted, seconds(ready),
                seconds(Duration.between(start, clock.instant()))));
            return right == rows.size();
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static LoopbackDns dns() throws IOException {
        Name mx = Name.fromString("mx.remote.example.");
        return LoopbackDns.serving(
            new MXRecord(Name.fromString(Gallery.FOREIGN_DOMAIN + "."), DClass.IN, TTL_SECONDS, 10, mx),
            new MXRecord(Name.fromString(Gallery.DOMAIN + "."), DClass.IN, TTL_SECONDS, 10, mx),
            new MXRecord(Name.fromString(Gallery.SILENT_DOMAIN + "."), DClass.IN, TTL_SECONDS, 0, Name.root),
            new ARecord(mx, DClass.IN, TTL_SECONDS, InetAddress.getLoopbackAddress()));
    }

    private static Row submit(GalleryCase galleryCase, Account account, ReceivingMx mx) throws IOException {
        int before = mx.received().size();
        Answer answer = galleryCase.submit(account);
        if (answer.positive()) {
            await(mx, before, galleryCase.expected() instanceof Refused ? STRAY : DELIVERY);
        }
        List<ReceivedMail> received = mx.received();
        return new Judge().judge(galleryCase, answer, received.subList(before, received.size()));
    }

    private static void await(ReceivingMx mx, int before, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (mx.received().size() == before && System.nanoTime() < end) {
                Thread.sleep(POLL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
