// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.apache.james.core.MailAddress;
import org.postern.submission.checks.EnvelopeAddress;
import org.postern.submission.checks.EnvelopeAddress.Outcome;
import org.postern.submission.header.MessageDate;
import org.postern.submission.header.MessageId;
import org.postern.submission.parameters.AuthParameter;
import org.postern.submission.parameters.ByParameter;
import org.postern.submission.parameters.EnvelopeIdParameter;
import org.postern.submission.parameters.HoldParameter;
import org.postern.submission.parameters.NotifyParameter;
import org.postern.submission.parameters.OriginalRecipientParameter;
import org.postern.submission.parameters.PriorityParameter;
import org.postern.submission.parameters.RequireTlsParameter;
import org.postern.submission.parameters.ReturnParameter;
import org.postern.submission.parameters.SmtpUtf8Parameter;

/** Every path and every value of a parameter has an answer, and what is taken is within its limits. */
class EnvelopeFuzzTest {
    private static final Instant NOW = Submissions.CLOCK.instant();
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final EnvelopeAddress ADDRESSES = new EnvelopeAddress();

    @FuzzTest
    @DictionaryFile(resourcePath = "/message.dict")
    void shouldAnswerWhateverIsWritten(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);

        paths(text);
        dates(text);
        expectFit(AuthParameter.refusal(text));
        expectFit(EnvelopeIdParameter.refusal(text));
        expectFit(NotifyParameter.refusal(text));
        expectFit(ReturnParameter.refusal(text));
        expectFit(SmtpUtf8Parameter.refusal(text));
        expectFit(new RequireTlsParameter().refusal(text));
        originalRecipient(text);
        expectFit(new PriorityParameter(0).read(text).handTo(priority -> assertThat(priority.given()).isBetween(-9, 0)));
        expectFit(new ByParameter(60).read(text, NOW).handTo(by -> assertThat(by.deadline()).isBetween(
            by.mode() == DeliverBy.Mode.RETURN ? NOW.plusSeconds(60) : NOW.minusSeconds(ByParameter.MOST_SECONDS),
            NOW.plusSeconds(ByParameter.MOST_SECONDS))));
        expectFit(new HoldParameter(LONGEST).read(HoldParameter.FOR, text, NOW).handTo(EnvelopeFuzzTest::expectInTime));
        expectFit(new HoldParameter(LONGEST).read(HoldParameter.UNTIL, text, NOW).handTo(EnvelopeFuzzTest::expectInTime));
    }

    private static void paths(String text) {
        for (boolean smtpUtf8 : new boolean[] {false, true}) {
            path(ADDRESSES.reversePath(text, smtpUtf8, Submissions.IDENTITY), smtpUtf8);
            path(ADDRESSES.recipient(text, smtpUtf8, Submissions.IDENTITY), smtpUtf8);
            path(ADDRESSES.recipient("<" + text + ">", smtpUtf8, Submissions.IDENTITY), smtpUtf8);
        }
    }

    /** An address that is taken can be written in a path, and is the same when it is read there. */
    private static void path(Outcome outcome, boolean smtpUtf8) {
        if (outcome instanceof Outcome.Bad bad) {
            expectFit(Optional.of(bad.reply()));
            return;
        }
        Optional<MailAddress> address = ((Outcome.Good) outcome).address().asOptional();
        address.ifPresent(mailbox -> {
            String path = "<" + InternationalAddress.wire(mailbox) + ">";
            assertThat(path.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(256);
            assertThat(path.chars()).noneMatch(Character::isISOControl).allMatch(c -> smtpUtf8 || c < 127);
            assertThat(ADDRESSES.recipient(path, smtpUtf8, Submissions.IDENTITY)).isEqualTo(outcome);
        });
    }

    private static void dates(String text) {
        MessageId.isWellFormed(text);
        MessageDate.parse(text);
    }

    private static void originalRecipient(String text) {
        expectFit(OriginalRecipientParameter.refusal(text, false));
        Optional<Reply> refusal = OriginalRecipientParameter.refusal(text, true);
        expectFit(refusal);
        if (refusal.isEmpty()) {
            OriginalRecipientParameter.mailbox(text);
        }
    }

    private static void expectInTime(Hold hold) {
        assertThat(hold.until()).isBetween(NOW, NOW.plus(LONGEST));
    }

    /** RFC 5321 §4.5.3.1.5: 512 octets, CR LF among them. */
    private static void expectFit(Optional<Reply> reply) {
        reply.ifPresent(line -> assertThat(line.toString()).matches("[45]\\d\\d [45]\\.\\d+\\.\\d+ [ -~]+").hasSizeLessThanOrEqualTo(510));
    }
}
