// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.postern.distribution.testing.TestMx;

/** RFC 3461: which reports an author asks for. */
class DeliveryReportsIT {
    private static final String TRANSACTION = """
        C: MAIL FROM:<ann@people.test> RET=%s ENVID=QQ314159
        S: 250 2.1.0
        C: RCPT TO:<%s> NOTIFY=%s ORCPT=rfc822;Bob+2BSmith@elsewhere.test
        S: 250 2.1.5
        C: DATA
        S: 354
        C: From: ann@people.test
        C: Subject: report me
        C:
        C: The body
        C: .
        S: 250 2.6.0
        """;

    @OverTheWire
    @Requirement({"6409-7-DSN", "3461-4.1", "3461-4.2", "3461-4.3", "3461-4.4"})
    void shouldHandOnWhatTheAuthorAskedFor(Wire wire) throws Exception {
        wire.mx().offering("8BITMIME", "DSN");
        String recipient = wire.somebody();

        wire.ann().play("""
            C: EHLO client.test
            S: 250 DSN
            """).play(TRANSACTION.formatted("HDRS", recipient, "SUCCESS,DELAY"));

        TestMx.Received mail = wire.taken(recipient);
        assertThat(mail.sender()).contains(" RET=HDRS", " ENVID=QQ314159");
        assertThat(mail.recipients().get(0)).contains(" NOTIFY=SUCCESS,DELAY", " ORCPT=rfc822;Bob+2BSmith@elsewhere.test");
    }

    @OverTheWire
    @Requirement("3461-5.2.2")
    void shouldReportRelayWhenTheNextServerReportsNothing(Wire wire) throws Exception {
        String recipient = wire.somebody();

        wire.ann().play(TRANSACTION.formatted("HDRS", recipient, "SUCCESS"));

        wire.taken(recipient);
        assertThat(wire.report(recipient).text()).contains("Original-Envelope-Id: QQ314159",
            "Original-Recipient: rfc822; Bob+Smith@elsewhere.test", "Action: relayed");
        wire.seen("Action: relayed");
    }

    @OverTheWire
    @Requirement({"3461-4.3", "3461-4.4", "3461-4.2"})
    void shouldReportFailureWithTheWholeMessageWhenAskedFor(Wire wire) throws Exception {
        String recipient = wire.somebody();
        wire.mx().answer(command -> command.contains(recipient) ? "550 5.1.1 No such user" : TestMx.OK);

        wire.ann().play(TRANSACTION.formatted("FULL", recipient, "FAILURE"));

        assertThat(wire.report(recipient).text()).contains("Original-Envelope-Id: QQ314159",
            "Original-Recipient: rfc822; Bob+Smith@elsewhere.test", "Action: failed", "The body");
    }

    @OverTheWire
    @Requirement("3461-4.1")
    void shouldReportNothingWhenNothingIsWanted(Wire wire) throws Exception {
        String unwanted = wire.somebody();
        String wanted = wire.somebody();
        wire.mx().answer(command -> command.contains(unwanted) || command.contains(wanted) ? "550 5.1.1 No such user" : TestMx.OK);

        wire.ann().play(TRANSACTION.formatted("FULL", unwanted, "NEVER")).play(TRANSACTION.formatted("FULL", wanted, "FAILURE"));

        wire.report(wanted);
        assertThat(wire.mx().received()).noneMatch(mail -> mail.sender().startsWith("MAIL FROM:<>") && mail.text().contains(unwanted));
    }

    @OverTheWire
    @Requirement({"3461-4.1", "3461-4.2", "3461-4.3", "3461-4.4"})
    void shouldRefuseBadValues(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test> RET=SOME
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> ENVID=+
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> RET=FULL RET=HDRS
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<bob@elsewhere.test> NOTIFY=NEVER,FAILURE
            S: 501 5.5.4
            C: RCPT TO:<bob@elsewhere.test> NOTIFY=SOMETIMES
            S: 501 5.5.4
            C: RCPT TO:<bob@elsewhere.test> ORCPT=bob@elsewhere.test
            S: 501 5.5.4
            """);
    }
}
