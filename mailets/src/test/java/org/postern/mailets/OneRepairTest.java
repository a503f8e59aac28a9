// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.mail.MessagingException;

import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OneRepairTest {
    private Fixture fixture;

    @BeforeEach
    void setUp() throws Exception {
        fixture = new Fixture();
    }

    static Stream<Arguments> mailets() {
        return Stream.of(
            mailet(QualifyAddresses::new, "To: bob", "To: bob@example\\.org"),
            mailet(AddFrom::new, "Subject: x", "From: alice@example\\.org"),
            mailet(RewriteFrom::new, "From: ceo@example.org", "From: alice@example\\.org"),
            mailet(ReplaceSender::new, "From: alice@example.org\r\nSender: ceo@example.org", "Sender: alice@example\\.org"),
            mailet(AddSender::new, "From: bob@example.org", "Sender: alice@example\\.org"),
            mailet(AddDate::new, "Subject: x", "Date: Sun, 22 Nov 2026 .*"),
            mailet(AddMessageId::new, "Subject: x", "Message-ID: <.+@example\\.org>"),
            mailet(RemoveBcc::new, "Subject: x\r\nBcc: secret@example.net", "Subject: x"),
            mailet(RemoveEmptyFields::new, "Subject: x\r\nCc: ", "Subject: x"),
            mailet(AddUndisclosedRecipients::new, "Subject: x", "To: undisclosed-recipients:;"));
    }

    @ParameterizedTest
    @MethodSource("mailets")
    void shouldDoWhatItsNameSaysAndNothingMoreWhenRunAgain(Function<Repairs, OneRepair> make, String header, String repaired)
            throws Exception {
        OneRepair mailet = fixture.init(make.apply(fixture.repairs));
        MailImpl mail = fixture.submitted(header + "\r\n\r\nbody");

        mailet.service(mail);

        String text = Fixture.text(mail);
        assertThat(text).isNotEqualTo(header + "\r\n\r\nbody").endsWith("\r\n\r\nbody");
        assertThat(text.split("\r\n")).as(mailet.getMailetInfo()).anyMatch(line -> line.matches(repaired));

        Object message = mail.getMessage();
        mailet.service(mail);
        assertThat(mail.getMessage()).as("run again").isSameAs(message);
    }

    @Test
    void shouldBeAMailetForEveryRepair() throws Exception {
        assertThat(mailets()).hasSameSizeAs(fixture.repairs.standard(Optional.empty()).all());
    }

    @Test
    void shouldSayThatNothingIsAllowedWhenMailetTakesNoParameter() {
        assertThatThrownBy(() -> fixture.init(new AddDate(fixture.repairs), "zone", "UTC"))
            .isInstanceOf(MessagingException.class)
            .hasMessage("Mailet AddDate: <zone> is no parameter; allowed is none");
    }

    private static Arguments mailet(Function<Repairs, OneRepair> make, String header, String repaired) {
        return Arguments.of(make, header, repaired);
    }
}
