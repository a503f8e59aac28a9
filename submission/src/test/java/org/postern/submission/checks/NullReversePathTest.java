// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.james.core.MaybeSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.Envelope;
import org.postern.submission.Submission;
import org.postern.submission.Submissions;

class NullReversePathTest {
    private static final Envelope NULL_SENDER = new Envelope(MaybeSender.nullSender(), List.of(), false);

    private final CheckTester check = new CheckTester(new NullReversePath());

    @ParameterizedTest
    @ValueSource(strings = {
        "multipart/report; report-type=disposition-notification; boundary=x",
        "Multipart/Report; boundary=\"x;y\";\r\n\tREPORT-TYPE=\"Disposition-Notification\"",
        "multipart/report (a comment); report-type = disposition-notification (another)"})
    void shouldAcceptDispositionNotification(String contentType) {
        check.accepts(withNullSender(contentType));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "multipart/report; report-type=delivery-status",
        "multipart/report",
        "multipart/mixed; report-type=disposition-notification",
        "text/plain; x=\"multipart/report; report-type=disposition-notification\"",
        "multipart/report; x=\"y; report-type=disposition-notification\"",
        "(multipart/report; report-type=disposition-notification)",
        ";;;=", ""})
    void shouldRefuseAnythingElse(String contentType) {
        check.answers(withNullSender(contentType), "550 5.7.1 The null reverse-path <> is for disposition notifications");
    }

    @Test
    void shouldRefuseMessageWithoutContentType() {
        check.answers(Submissions.with("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII), NULL_SENDER), "550 5.7.1");
    }

    @Test
    void shouldAcceptAnythingWithReversePath() {
        check.accepts("Subject: x\n\n");
    }

    private static Submission withNullSender(String contentType) {
        return Submissions.with(("Content-Type: " + contentType + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII), NULL_SENDER);
    }
}
