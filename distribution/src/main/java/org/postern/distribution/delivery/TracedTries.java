// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.distribution.delivery.smtp.Attempt;
import org.postern.distribution.delivery.smtp.Attempt.Delivered;
import org.postern.distribution.metrics.AttemptTimes;

/**
 * Tells the trace what comes of each try, in the other server's own words, and the figures how long it takes. One event for all recipients
 * of whom it says the same.
 */
record TracedTries(Trace trace, Clock clock, AttemptTimes times) {

    void hasEnded(Attempt attempt) {
        times.add(attempt.elapsed());
    }

    void delivered(Mail mail, Attempt attempt) {
        Map<String, List<MailAddress>> byReply = attempt.delivered().stream().collect(Collectors.groupingBy(Delivered::reply,
            LinkedHashMap::new, Collectors.mapping(Delivered::recipient, Collectors.toList())));
        byReply.forEach((reply, recipients) -> trace.record(event(Kind.DELIVERED, mail, attempt)
            .with(TraceField.REPLY, reply)
            .about(recipients)));
    }

    /** Those whom the mail still has. */
    void waits(Mail mail, Attempt attempt, Duration delay) {
        Instant next = clock.instant().plus(delay);
        byReason(mail, attempt).forEach((reason, recipients) -> trace.record(event(Kind.DELAYED, mail, attempt)
            .with(TraceField.REPLY, reason)
            .with(TraceField.NEXT_TRY, next.toString())
            .about(recipients)));
    }

    /** Nobody hears of it, as there is nobody to be told: otherwise who writes the report tells. */
    void isGivenUp(Mail mail, Attempt attempt) {
        byReason(mail, attempt).forEach((reason, recipients) -> trace.record(event(Kind.FAILED, mail, attempt)
            .with(TraceField.REPLY, reason)
            .about(recipients)));
    }

    private static Map<String, List<MailAddress>> byReason(Mail mail, Attempt attempt) {
        Map<MailAddress, String> replies = attempt.replies();
        String otherwise = attempt.failure().orElse("");
        Map<String, List<MailAddress>> byReason = new LinkedHashMap<>();
        mail.getRecipients().forEach(recipient ->
            byReason.computeIfAbsent(replies.getOrDefault(recipient, otherwise), reason -> new ArrayList<>()).add(recipient));
        return byReason;
    }

    private TraceEvent event(Kind kind, Mail mail, Attempt attempt) {
        Optional<String> host = attempt.host();
        return TraceEvent.ofMail(clock.instant(), kind, mail.getName()).with(TraceField.HOST, host.orElse(""));
    }
}
