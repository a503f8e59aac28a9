// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.MessagingException;

import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceField;

class RepairHeaderTest {
    private static final String INCOMPLETE = "Subject: hi\r\nBcc: secret@example.net\r\n\r\nbody";
    private static final String COMPLETE = "from:alice@example.org\r\nTo: bob@example.net\r\nX-Odd:  a \t\r\n\tfold\r\n"
        + "Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@example.org>\r\n\r\nbody \u00e4\r\n.";

    private Fixture fixture;

    @BeforeEach
    void setUp() throws Exception {
        fixture = new Fixture();
    }

    @Test
    void shouldDoAllRepairsAtOnce() throws Exception {
        MailImpl mail = fixture.submitted(INCOMPLETE);

        fixture.init(new RepairHeader(fixture.repairs)).service(mail);

        assertThat(Fixture.text(mail))
            .startsWith("Subject: hi\r\n")
            .contains("From: alice@example.org\r\n")
            .containsPattern("Date: Sun, 22 Nov 2026 ")
            .containsPattern("Message-ID: <[^>]+@example\\.org>\r\n")
            .contains("To: undisclosed-recipients:;\r\n")
            .doesNotContain("secret@example.net")
            .endsWith("\r\n\r\nbody");
        TraceEvent told = fixture.traced.get(0);
        assertThat(told.field(TraceField.CHANGES)).contains("add-from, add-date, add-message-id, remove-bcc, add-to");
        assertThat(Fixture.text(mail)).contains("Message-ID: <" + told.field(TraceField.MESSAGE_ID).orElseThrow() + ">");
        assertThat(fixture.traced).hasSize(1);
    }

    @Test
    void shouldChangeNothingWhenRunAgain() throws Exception {
        MailImpl mail = fixture.submitted(INCOMPLETE);
        RepairHeader mailet = fixture.init(new RepairHeader(fixture.repairs));
        mailet.service(mail);
        String repaired = Fixture.text(mail);
        Object message = mail.getMessage();

        mailet.service(mail);

        assertThat(mail.getMessage()).isSameAs(message);
        assertThat(Fixture.text(mail)).isEqualTo(repaired);
    }

    @Test
    void shouldLeaveCompleteMessageAlone() throws Exception {
        MailImpl mail = fixture.submitted(COMPLETE);
        Object message = mail.getMessage();

        fixture.init(new RepairHeader(fixture.repairs)).service(mail);

        assertThat(mail.getMessage()).isSameAs(message);
        assertThat(Fixture.text(mail)).isEqualTo(COMPLETE);
    }

    @Test
    void shouldLeaveMailAloneThatNobodySubmitted() throws Exception {
        MailImpl mail = fixture.unauthenticated(INCOMPLETE);

        fixture.init(new RepairHeader(fixture.repairs)).service(mail);

        assertThat(Fixture.text(mail)).isEqualTo(INCOMPLETE);
    }

    @Test
    void shouldLeaveBounceAloneThatInheritedAttributes() throws Exception {
        MailImpl bounce = fixture.submitted(INCOMPLETE);
        bounce.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);

        fixture.init(new RepairHeader(fixture.repairs)).service(bounce);

        assertThat(Fixture.text(bounce)).isEqualTo(INCOMPLETE);
    }

    @Test
    void shouldNotDoWhatIsOff() throws Exception {
        MailImpl mail = fixture.submitted(INCOMPLETE);

        fixture.init(new RepairHeader(fixture.repairs), "off", "add-date, remove-bcc").service(mail);

        assertThat(Fixture.text(mail)).doesNotContain("Date: ").contains("Bcc: secret@example.net\r\n").contains("From: ");
    }

    @ParameterizedTest
    @CsvSource({"'', From: ceo@example.org", "rewrite-from, From: alice@example.org"})
    void shouldRewriteFromOnlyWhenItIsOn(String on, String from) throws Exception {
        MailImpl mail = fixture.submitted("From: ceo@example.org\r\n\r\nbody");

        fixture.init(new RepairHeader(fixture.repairs), "on", on).service(mail);

        assertThat(Fixture.text(mail)).contains(from + "\r\n");
    }

    @Test
    void shouldPutHostNameIntoMessageId() throws Exception {
        MailImpl mail = fixture.submitted(INCOMPLETE);

        fixture.init(new RepairHeader(fixture.repairs), "hostName", "mail.example.com").service(mail);

        assertThat(Fixture.text(mail)).containsPattern("Message-ID: <[^>]+@mail\\.example\\.com>\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "off      | add-dtae          | Mailet RepairHeader: <off> names repairs, parted by commas: qualify-addresses, add-from",
        "on       | rewrite           | Mailet RepairHeader: <on> names repairs",
        "on       | add-date,add-date | Mailet RepairHeader: <on> names add-date again",
        "ofF      | add-date          | Mailet RepairHeader: <ofF> is no parameter; allowed are off, on, hostName",
        "hostName | localhost         | Mailet RepairHeader: <hostName> is a fully qualified name",
    })
    void shouldNameMailetParameterAndWhatIsAllowedWhenWrong(String parameter, String value, String complaint) {
        assertThatThrownBy(() -> fixture.init(new RepairHeader(fixture.repairs), parameter, value))
            .isInstanceOf(MessagingException.class)
            .hasMessageStartingWith(complaint);
    }

    @Test
    void shouldAcceptParametersOfTheContainer() throws Exception {
        fixture.init(new RepairHeader(fixture.repairs), "onMailetException", "propagate", "onMatchException", "propagate");
    }
}
