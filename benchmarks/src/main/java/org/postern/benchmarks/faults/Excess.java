// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;

import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.load.MailSession.Target;
import org.postern.benchmarks.server.Postern;

/** A message of 1 GB, announced and not, and one for 100,000 recipients. */
record Excess() implements Fault {
    private static final int RECIPIENTS = 100_000;
    private static final long GIGABYTE = 1L << 30;
    private static final String LINE = "x".repeat(76) + "\r\n";
    private static final int LINES_A_WRITE = 1000;

    @Override
    public String name() {
        return "1 GB, 100,000 recipients";
    }

    @Override
    public String happen(Stage stage) throws Exception {
        Target target = stage.postern().submissions();
        return "SIZE=: " + announced(target) + "; DATA: " + unannounced(target) + "; recipients: " + recipients(target);
    }

    private static String announced(Target target) throws IOException {
        try (MailSession session = MailSession.open(target)) {
            return code(session.say("MAIL FROM:<" + Postern.USER + "> SIZE=" + GIGABYTE));
        }
    }

    private static String unannounced(Target target) throws IOException {
        try (MailSession session = MailSession.open(target)) {
            session.say("MAIL FROM:<" + Postern.USER + ">");
            session.say("RCPT TO:<r@sink.test>");
            session.say("DATA");
            String block = LINE.repeat(LINES_A_WRITE);
            for (long sent = 0; sent < GIGABYTE; sent += block.length()) {
                session.write(block);
            }
            return code(session.say("."));
        }
    }

    private static String recipients(Target target) throws IOException {
        int accepted = 0;
        String last = "";
        try (MailSession session = MailSession.open(target)) {
            session.say("MAIL FROM:<" + Postern.USER + ">");
            for (int i = 0; i < RECIPIENTS; i++) {
                last = session.say("RCPT TO:<r" + i + "@sink.test>");
                if (last.startsWith("421")) {
                    break;
                }
                accepted += last.startsWith("250") ? 1 : 0;
            }
        }
        return accepted + " taken, then " + code(last);
    }

    private static String code(String reply) {
        return reply.replaceAll("^(\\d+ [\\d.]+).*", "$1");
    }
}
