// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.postern.submission.HostileOctets.Message;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.header.MessageParser;
import org.postern.submission.header.MessageScanner;
import org.postern.submission.header.ParsedMessage;
import org.postern.submission.repairs.StandardRepairs;

/** What holds for every message, however broken. */
@Domain(HostileOctets.class)
@Domain(DomainContext.Global.class)
class AnyMessageTest {
    private static final Set<String> REPAIRED = Set.of("from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-sender",
        "resent-reply-to", "resent-to", "resent-cc", "resent-bcc", "disposition-notification-to", "return-receipt-to", "errors-to",
        "mail-followup-to", "mail-reply-to", "date", "message-id");

    @Property
    void shouldGiveBackEveryOctetWhenNothingIsRepaired(@ForAll Message message) {
        ParsedMessage parsed = MessageParser.parse(message.octets());

        assertThat(reassembled(parsed.header(), parsed, message)).isEqualTo(message.octets());
    }

    @Property
    void shouldReadTheSameWhereverBlocksAreCut(@ForAll Message message, @ForAll List<@IntRange(min = 0, max = 30) Integer> blocks) {
        MessageScanner scanner = new MessageScanner();
        int done = 0;
        for (int block : blocks) {
            int length = Math.min(block, message.octets().length - done);
            // A copy of its own, so that a look over the edge of the block would be noticed.
            scanner.accept(Arrays.copyOfRange(message.octets(), done, done + length), 0, length);
            done += length;
        }
        scanner.accept(message.octets(), done, message.octets().length - done);
        ParsedMessage cut = scanner.finish();
        ParsedMessage whole = MessageParser.parse(message.octets());

        assertThat(cut.body()).isEqualTo(whole.body());
        assertThat(cut.headerLength()).isEqualTo(whole.headerLength());
        assertThat(cut.fieldsLength()).isEqualTo(whole.fieldsLength());
        assertThat(raw(cut.header())).isEqualTo(raw(whole.header()));
    }

    @Property
    void shouldFindTheSameAsSimpleReading(@ForAll Message message) {
        assertThat(MessageParser.parse(message.octets()).body()).isEqualTo(SimpleReading.facts(message.octets()));
    }

    @Property
    void shouldAlwaysReachVerdict(@ForAll Message message, @ForAll boolean smtpUtf8) {
        Submission submission = Submissions.ofOctets(message.octets(), smtpUtf8);

        for (Check check : Submissions.checks().all()) {
            check.check(submission).answer().ifPresent(reply -> assertThat(reply.text()).matches("[ -~]{1,490}"));
        }
    }

    @Property
    void shouldRepairOnceOnly(@ForAll Message message) throws Exception {
        Submission submission = Submissions.ofOctets(message.octets());
        MessageHeader once = StandardRepairs.apply(Submissions.repairs().all(), submission);
        MessageHeader twice = StandardRepairs.apply(Submissions.repairs().all(), submission.withHeader(once));

        assertThat(raw(twice)).isEqualTo(raw(once));
    }

    @Property
    void shouldReadRepairedMessageWithTheSameBody(@ForAll Message message) throws Exception {
        Submission submission = Submissions.ofOctets(message.octets());
        ParsedMessage before = MessageParser.parse(message.octets());
        MessageHeader repaired = StandardRepairs.apply(Submissions.repairs().all(), submission);
        byte[] octets = reassembled(repaired, before, message);
        ParsedMessage after = MessageParser.parse(octets);

        assertThat(raw(after.header())).isEqualTo(raw(repaired));
        assertThat(Arrays.copyOfRange(octets, (int) after.headerLength(), octets.length))
            .isEqualTo(Arrays.copyOfRange(message.octets(), (int) before.headerLength(), message.octets().length));
    }

    @Property
    void shouldKeepOtherFieldsAndTheirOrderWhenRepaired(@ForAll Message message) throws Exception {
        Submission submission = Submissions.ofOctets(message.octets());
        MessageHeader repaired = StandardRepairs.apply(Submissions.repairs().all(), submission);

        // A last line without its end gets one before something is put after it.
        assertThat(text(others(repaired))).isIn(text(others(submission.header())), text(others(submission.header())) + "\r\n");
    }

    private static MessageHeader others(MessageHeader header) {
        return MessageHeader.of(header.fields().stream().filter(field -> !REPAIRED.contains(field.key())).toList());
    }

    private static String text(MessageHeader header) {
        return new String(Submissions.octets(header), StandardCharsets.ISO_8859_1);
    }

    private static byte[] reassembled(MessageHeader header, ParsedMessage parsed, Message message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Submissions.octets(header));
        int fields = (int) parsed.fieldsLength();
        out.write(message.octets(), fields, message.octets().length - fields);
        return out.toByteArray();
    }

    private static List<String> raw(MessageHeader header) {
        return header.fields().stream().map(HeaderField::raw).map(Arrays::toString).toList();
    }
}
