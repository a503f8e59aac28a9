// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.util.Locale;

import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.load.MailSession.Target;
import org.postern.benchmarks.server.Postern;

/**
 * A message that is too large, announced and not, and one for 100,000 recipients.
 *
 * @param megabytes of the message
 */
record Excess(int megabytes) implements Fault {
    private static final int RECIPIENTS = 100_000;
    private static final int MOST_RECIPIENTS = 1000;
    private static final int MEGABYTE = 1 << 20;
    private static final String LINE = "x".repeat(76) + "\r\n";
    private static final int LINES_A_WRITE = 1000;
    private static final long MESSAGES = 500;

    @Override
    public String name() {
        return String.format(Locale.ROOT, "%,d MB, %,d recipients", megabytes, RECIPIENTS);
    }

    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public String happen(Stage stage) throws Exception {
        Target target = stage.postern().submissions();
        String announced = announced(target);
        stage.expect(announced.startsWith("552"), "announced: " + announced);
        String unannounced = unannounced(target);
        stage.expect(unannounced.startsWith("552"), "sent: " + unannounced);
        String recipients = recipients(stage, target);
        stage.expectAllTaken(MESSAGES, "when nobody was immoderate any more");
        return "SIZE=: " + code(announced) + "; DATA: " + code(unannounced) + "; " + recipients;
    }

    private String announced(Target target) throws IOException {
        try (MailSession session = MailSession.open(target)) {
            return session.say("MAIL FROM:<" + Postern.USER + "> SIZE=" + (long) megabytes * MEGABYTE);
        }
    }

    private String unannounced(Target target) throws IOException {
        try (MailSession session = MailSession.open(target)) {
            session.say("MAIL FROM:<" + Postern.USER + ">");
            session.say("RCPT TO:<r@sink.test>");
            session.say("DATA");
            String block = LINE.repeat(LINES_A_WRITE);
            for (long sent = 0; sent < (long) megabytes * MEGABYTE; sent += block.length()) {
                session.write(block);
            }
            return session.say(".");
        }
    }

    private static String recipients(Stage stage, Target target) throws IOException {
        int taken = 0;
        int named = 0;
        String last = "";
        try (MailSession session = MailSession.open(target)) {
            session.say("MAIL FROM:<" + Postern.USER + ">");
            while (named < RECIPIENTS && !last.startsWith("421")) {
                last = session.say("RCPT TO:<r" + named + "@sink.test>");
                taken += last.startsWith("250") ? 1 : 0;
                named++;
            }
        }
        stage.expect(taken == MOST_RECIPIENTS, taken + " recipients taken");
        stage.expect(last.startsWith("4"), "to recipients: " + last);
        return String.format(Locale.ROOT, "%,d recipients taken, %,d later %s", taken, named - taken, code(last));
    }

    private static String code(String reply) {
        return reply.replaceAll("^(\\d+ [\\d.]+).*", "$1");
    }
}
