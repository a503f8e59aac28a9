// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;

import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.load.MailSession.Target;
import org.postern.benchmarks.server.Postern;

/** How a client lets the server wait. */
enum Slowness {
    SILENT("silent on 587", "", true, postern -> greeted(postern.submission())),
    COMMAND("command by octets on 587", "N", true, postern -> greeted(postern.submission())),
    NO_HANDSHAKE("silent on 465", "", true, postern -> unsecured(postern.submissions())),
    CLIENT_HELLO("ClientHello by octets on 465", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", true,
        postern -> unsecured(postern.submissions())),
    COMMAND_IN_TLS("command by octets on 465", "N", true, postern -> MailSession.open(postern.submissions())),
    /** A person on a bad line does the same: as long as they go on, so does the server. */
    MESSAGE("message by octets on 465", "x", false, postern -> inMessage(postern.submissions()));

    private interface Opening {
        MailSession of(Postern postern) throws IOException;
    }

    private final String words;
    private final String octets;
    private final boolean isEnded;
    private final Opening opening;

    Slowness(String words, String octets, boolean isEnded, Opening opening) {
        this.words = words;
        this.octets = octets;
        this.isEnded = isEnded;
        this.opening = opening;
    }

    /** A client that has come as far as it goes at once. */
    MailSession open(Postern postern) throws IOException {
        return opening.of(postern);
    }

    /** In a word or two. */
    String words() {
        return words;
    }

    /** Whether the server has to end such sessions. */
    boolean isEnded() {
        return isEnded;
    }

    /** Says what there is to say in this second: an octet, or nothing. */
    void say(MailSession session, int second) throws IOException {
        if (!octets.isEmpty()) {
            int next = second % octets.length();
            session.write(octets.substring(next, next + 1));
        }
    }

    private static MailSession greeted(Target target) throws IOException {
        MailSession session = MailSession.connect(target);
        session.reply();
        return session;
    }

    private static MailSession unsecured(Target target) throws IOException {
        return MailSession.connect(new Target(target.host(), target.port(), false, target.user(), target.password()));
    }

    private static MailSession inMessage(Target target) throws IOException {
        MailSession session = MailSession.open(target);
        session.say("MAIL FROM:<" + Postern.USER + ">");
        session.say("RCPT TO:<r@sink.test>");
        session.say("DATA");
        return session;
    }
}
