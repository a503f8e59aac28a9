// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;

import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.DsnParameters;
import org.junit.jupiter.api.Test;
import org.postern.bridge.MailOptions;
import org.postern.submission.Hold;
import org.postern.submission.InternationalAddress;
import org.postern.submission.TransferOptions;

class ReportTextTest {

    private static final String MESSAGE = "Subject: Grüße\r\nX-Long: a\r\n b\r\n\r\nThe body.\r\n";
    private static final DeliveryError ERROR = new DeliveryError("5.1.1", "550 5.1.1 no such person", true);

    private final MailImpl mail = MailImpl.builder().name("m1").build();
    private MailAddress author;
    private MailAddress recipient;

    @Test
    void shouldGiveTheHeaderBack() throws Exception {
        String report = write("ann@people.test", "bob@remote.test", DeliveryReport.Action.FAILED);

        assertThat(types(report)).containsExactly("text/plain", "message/delivery-status", "text/rfc822-headers");
        assertThat(report).contains("Final-Recipient: rfc822; bob@remote.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            + "Diagnostic-Code: smtp; 550 5.1.1 no such person\r\n", "Subject: Grüße\r\nX-Long: a\r\n b\r\n").doesNotContain("The body.");
    }

    @Test
    void shouldGiveTheWholeMessageBackWhenAskedTo() throws Exception {
        mail.setDsnParameters(DsnParameters.builder().ret(DsnParameters.Ret.FULL).build().orElseThrow());

        assertThat(types(write("ann@people.test", "bob@remote.test", DeliveryReport.Action.FAILED))).endsWith("message/rfc822");
        assertThat(write("ann@people.test", "bob@remote.test", DeliveryReport.Action.FAILED)).contains(MESSAGE);
        assertThat(write("ann@people.test", "bob@remote.test", DeliveryReport.Action.DELAYED)).doesNotContain("The body.");
    }

    @Test
    void shouldNameEnvelopeAndOriginalRecipient() throws Exception {
        mail.setDsnParameters(DsnParameters.builder().envId(DsnParameters.EnvId.of("QQ+2B1")).build().orElseThrow());
        MailOptions.writeOriginalRecipients(mail, Map.of(address("bob@remote.test"), "rfc822;Bob+2BX@old.test"));

        assertThat(write("ann@people.test", "bob@remote.test", DeliveryReport.Action.RELAYED))
            .contains("Original-Envelope-Id: QQ+1\r\n", "Original-Recipient: rfc822; Bob+X@old.test\r\n", "Action: relayed\r\n");
    }

    @Test
    void shouldTellWhenTheMessageCameAndHowLongItWasToBeHeld() throws Exception {
        MailOptions.writeArrival(mail, Instant.parse("2026-11-25T10:00:00Z"));
        MailOptions.write(mail, new Hold(Instant.parse("2026-11-25T11:00:00Z"), "for;3600"));

        assertThat(write("ann@people.test", "bob@remote.test", DeliveryReport.Action.FAILED))
            .containsPattern("Reporting-MTA: dns; mail.people.test\r\nArrival-Date: Wed, 25 Nov 2026 \\d\\d:00:00 \\S+\r\n"
                + "Future-Release-Request: for;3600\r\n\r\n");
    }

    @Test
    void shouldTellInternationalAddressesInUtf8() throws Exception {
        MailOptions.write(mail, TransferOptions.NONE.withSmtpUtf8());

        String report = write("jörg@people.test", "bärbel@remote.test", DeliveryReport.Action.FAILED);

        assertThat(types(report)).containsExactly("text/plain", "message/global-delivery-status", "message/global-headers");
        assertThat(report).contains("To: <jörg@people.test>\r\n", "Final-Recipient: utf-8; bärbel@remote.test\r\n",
            "    bärbel@remote.test\r\n");
    }

    @Test
    void shouldGiveNothingBackOfAMessageThatRequiresTls() throws Exception {
        MailOptions.write(mail, TransferOptions.NONE.withRequireTls());

        String report = write("ann@people.test", "bob@remote.test", DeliveryReport.Action.FAILED);

        assertThat(types(report)).containsExactly("text/plain", "message/delivery-status");
        assertThat(report).doesNotContain("Grüße");
    }

    private String write(String from, String to, DeliveryReport.Action action) throws Exception {
        author = address(from);
        recipient = address(to);
        mail.setMessageNoCopy(new MimeMessageWrapper(MimeMessageInputStreamSource.create("m1",
            new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8)))));
        try (InputStream report = new ReportText(address("postmaster@people.test"), "mail.people.test", author, action, "id1")
                .write(mail, Map.of(recipient, ERROR))) {
            return new String(report.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> types(String report) throws Exception {
        MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(report.getBytes(StandardCharsets.UTF_8)));
        MimeMultipart parts = new MimeMultipart(message.getDataHandler().getDataSource());
        List<String> types = new ArrayList<>();
        for (int i = 0; i < parts.getCount(); i++) {
            types.add(parts.getBodyPart(i).getContentType().replaceFirst(";.*", ""));
        }
        return types;
    }

    private static MailAddress address(String text) {
        return InternationalAddress.of(text).orElseThrow();
    }
}
