// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.load.MailSession.Target;
import org.postern.benchmarks.sink.Sink;

/**
 * What a server does for a message, so that nobody is quick by doing nothing.
 *
 * @param refusesForeignSender a reverse-path of somebody else
 * @param completesHeader a message without Date and Message-ID has them at the next hop
 */
record Honesty(boolean refusesForeignSender, boolean completesHeader) {
    private static final int PATIENCE_SECONDS = 60;

    static Honesty of(Target target, Sink sink) throws IOException, InterruptedException {
        return new Honesty(refusesForeignSender(target), completesHeader(target, sink));
    }

    private static boolean refusesForeignSender(Target target) throws IOException {
        try (MailSession session = MailSession.open(target)) {
            String mail = session.say("MAIL FROM:<somebody.else@example.org>");
            String recipient = session.say("RCPT TO:<r0@sink.test>");
            return mail.startsWith("5") || recipient.startsWith("5");
        }
    }

    private static boolean completesHeader(Target target, Sink sink) throws IOException, InterruptedException {
        CompletableFuture<String> arriving = sink.nextHeader();
        try (MailSession session = MailSession.open(target)) {
            session.say("MAIL FROM:<" + target.user() + ">");
            session.say("RCPT TO:<r0@sink.test>");
            session.say("DATA");
            String reply = session.say("From: <" + target.user() + ">\r\nTo: <r0@sink.test>\r\nSubject: incomplete\r\n\r\nx\r\n.");
            if (!reply.startsWith("250")) {
                throw new IOException("A plain message is refused: " + reply);
            }
            String header = arriving.get(PATIENCE_SECONDS, TimeUnit.SECONDS).toLowerCase(Locale.ROOT);
            return header.contains("\r\ndate:") && header.contains("\r\nmessage-id:");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("A plain message does not arrive", e);
        }
    }

    String says() {
        return (refusesForeignSender ? "refuses" : "ACCEPTS") + " a foreign sender, "
            + (completesHeader ? "completes" : "does not complete") + " a header";
    }
}
