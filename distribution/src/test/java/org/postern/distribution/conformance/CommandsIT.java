// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 5321 §3.5 and §4.1 to §4.3: the commands, their order, and one reply for each. */
class CommandsIT {
    @OverTheWire
    @Requirement("5321-4.2.4")
    void shouldRefuseUnknownCommands(Wire wire) throws Exception {
        wire.ann().play("""
            C: FOO
            S: 500 5.5.1
            C:
            S: 500 5.5.1
            C: MAILFROM:<ann@people.test>
            S: 500 5.5.1
            C: TURN
            S: 502 5.5.1
            C: SEND FROM:<ann@people.test>
            S: 502 5.5.1
            C: NOOP
            S: 250 2.0.0
            """);
    }

    @OverTheWire
    @Requirement("5321-4.1.4")
    void shouldRefuseCommandsOutOfOrderAndForgetNothing(Wire wire) throws Exception {
        wire.ann().play("""
            C: RCPT TO:<bob@elsewhere.test>
            S: 503 5.5.1 Say MAIL first
            C: DATA
            S: 503 5.5.1
            C: MAIL FROM:<ann@people.test>
            S: 250 2.1.0
            C: MAIL FROM:<ann@people.test>
            S: 503 5.5.1
            C: DATA
            S: 503 5.5.1
            C: RCPT TO:<bob@elsewhere.test>
            S: 250 2.1.5
            C: MAIL FROM:<ann@people.test>
            S: 503 5.5.1
            C: DATA
            S: 354
            """);
    }

    @OverTheWire
    @Requirement({"5321-4.1.4", "5321-4.1.1.5"})
    void shouldForgetTheTransactionWhenGreetedAgain(Wire wire) throws Exception {
        for (String command : new String[] {"EHLO again.test", "HELO again.test", "RSET"}) {
            wire.ann().play("""
                C: MAIL FROM:<ann@people.test>
                S: 250
                C: RCPT TO:<bob@elsewhere.test>
                S: 250
                C: %s
                S: 250
                C: DATA
                S: 503 5.5.1
                C: MAIL FROM:<ann@people.test>
                S: 250 2.1.0
                """.formatted(command));
        }
    }

    @OverTheWire
    @Requirement("5321-4.1.1.5")
    void shouldAnswerRset(Wire wire) throws Exception {
        wire.ann().play("""
            C: RSET
            S: 250 2.0.0
            C: RSET now
            S: 501 5.5.4
            """);
    }

    @OverTheWire
    @Requirement("5321-4.1.1.8")
    void shouldAnswerHelp(Wire wire) throws Exception {
        wire.secured().play("""
            C: HELP
            S: 214 2.0.0
            C: HELP MAIL
            S: 214 2.0.0
            """);
    }

    @OverTheWire
    @Requirement("5321-4.1.1.9")
    void shouldAnswerNoop(Wire wire) throws Exception {
        wire.secured().play("""
            C: NOOP
            S: 250 2.0.0
            C: NOOP whatever it says
            S: 250 2.0.0
            """);
    }

    @OverTheWire
    @Requirement("5321-4.1.1.10")
    void shouldAnswerQuitAndClose(Wire wire) throws Exception {
        Client client = wire.secured().play("""
            C: QUIT now
            S: 501 5.5.4
            C: QUIT
            S: 221 2.0.0
            """);

        assertThat(client.isClosed()).isTrue();
    }

    @OverTheWire
    @Requirement("5321-3.5.3")
    void shouldGiveNobodyAway(Wire wire) throws Exception {
        Client client = wire.ann().play("""
            C: VRFY
            S: 501 5.5.4
            C: VRFY ann@people.test
            S: 252 2.1.5
            C: EXPN staff
            S: 502 5.5.1
            """);

        assertThat(client.say("VRFY nobody@people.test")).isEqualTo(client.say("VRFY carol@people.test"));
    }

    @OverTheWire
    @Requirement("5321-2.4")
    void shouldKnowCommandsAndKeywordsInAnyCase(Wire wire) throws Exception {
        String recipient = wire.somebody().replace("somebody", "SomeBody");

        wire.ann().play("""
            C: ehlo client.test
            S: 250
            C: mAiL fRoM:<ann@people.test> size=100 bOdY=8bitmime auth=<>
            S: 250 2.1.0
            C: rcpt to:<%s>
            S: 250 2.1.5
            C: data
            S: 354
            C: from: ann@people.test
            C:
            C: .
            S: 250 2.6.0
            """.formatted(recipient));

        wire.taken(recipient);
    }

    @OverTheWire
    @Requirement("5321-4.1.1")
    void shouldTolerateWhiteSpace(Wire wire) throws Exception {
        wire.ann().play("""
            C: NOOP \s
            S: 250 2.0.0
            C: MAIL FROM: <ann@people.test> SIZE=10 \s
            S: 250 2.1.0
            C: RCPT TO: <bob@elsewhere.test>\s
            S: 250 2.1.5
            C: RCPT  TO :<bob@elsewhere.test>
            S: 250 2.1.5
            C: DATA\s
            S: 354
            C: From: ann@people.test
            C: From: so that it is refused
            C:
            C: .
            S: 554
            C: RSET\s
            S: 250 2.0.0
            C: MAIL FROM:<ann@people.test>   BODY=8BITMIME  SIZE=10
            S: 250 2.1.0
            C: QUIT\s
            S: 221 2.0.0
            """);
    }

    @OverTheWire
    @Requirement({"5321-4.3.2", "5321-4.5.3.1.4"})
    void shouldGiveEachBadLineOneReply(Wire wire) throws Exception {
        wire.ann()
            .raw("NOOP\nNOOP\r\nNOOP " + "x".repeat(2_044) + "\r\nNOOP " + "x".repeat(2_043) + "\r\nNOOP " + "x".repeat(50_000)
                + "\r\n\0\u00ff\u0001\r\nNOOP\r\n")
            .play("""
                S: 500 5.5.2 A command line ends with CR LF
                S: 250 2.0.0
                S: 500 5.5.2
                S: 250 2.0.0
                S: 500 5.5.2
                S: 500 5.5.1
                S: 250 2.0.0
                """);
    }
}
