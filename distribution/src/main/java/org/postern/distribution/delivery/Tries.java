// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;
import org.postern.distribution.delivery.smtp.Attempt;
import org.postern.distribution.delivery.smtp.Attempt.Delivered;
import org.postern.distribution.delivery.smtp.Notifications;
import org.postern.submission.DeliverBy;

/** Watches the tries to deliver: what has been delivered, what is late, and what is too late (RFC 2852). */
final class Tries implements WatchedQueues.Watcher {

    /** The next try comes just behind the deadline, not just before it. */
    private static final Duration BEHIND = Duration.ofSeconds(1);
    private static final String TOO_LATE = "5.4.7 The message could not be delivered by the time that its author set";

    private final Routes routes;
    private final LateMail late;
    private final Clock clock;
    private final FateProcessors fate;

    Tries(Routes routes, LateMail late, Clock clock, FateProcessors fate) {
        this.routes = routes;
        this.late = late;
        this.clock = clock;
        this.fate = fate;
    }

    @Override
    public void begins(Mail mail) {
        Attempt.begin(mail, routes.of(mail));
    }

    @Override
    public Optional<Duration> waits(Mail mail, Duration delay) {
        DeliveredRecipients.removeFrom(mail);
        if (mail.getRecipients().isEmpty()) {
            return Optional.empty();
        }
        // Kept for the report, if it comes to that: when the time is over, RemoteDelivery says no more than this.
        Attempt.of(mail).flatMap(Attempt::failure).ifPresent(failure -> DeliveryError.remember(mail, failure));
        Optional<DeliverBy> by = MailOptions.read(mail).deliverBy();
        boolean isOver = by.filter(this::isOver).isPresent();
        if (isOver && by.get().mode() == DeliverBy.Mode.RETURN) {
            fate.hasFailed(mail, TOO_LATE);
            return Optional.empty();
        }
        if (late.isDue(mail, isOver) && fate.isLate(mail)) {
            late.markTold(mail);
        }
        return Optional.of(by.filter(deadline -> !isOver).map(deadline -> shorter(delay, deadline)).orElse(delay));
    }

    private boolean isOver(DeliverBy by) {
        return !clock.instant().isBefore(by.deadline());
    }

    private Duration shorter(Duration delay, DeliverBy by) {
        Instant next = clock.instant().plus(delay);
        Instant behind = by.deadline().plus(BEHIND);
        return next.isAfter(behind) ? Duration.between(clock.instant(), behind) : delay;
    }

    @Override
    public void ends(Mail mail) {
        Attempt.of(mail).ifPresent(attempt -> reportSuccess(mail, attempt.delivered()));
        Attempt.end();
    }

    private void reportSuccess(Mail mail, List<Delivered> delivered) {
        Notifications notifications = Notifications.of(mail);
        Map<String, Set<MailAddress>> byReply = delivered.stream()
            .filter(to -> !to.reportsSuccess() && notifications.wants(Notify.SUCCESS, to.recipient()))
            .collect(Collectors.groupingBy(Delivered::reply, Collectors.mapping(Delivered::recipient, Collectors.toSet())));
        byReply.forEach((reply, recipients) -> fate.isRelayed(mail, List.copyOf(recipients), reply));
    }
}
