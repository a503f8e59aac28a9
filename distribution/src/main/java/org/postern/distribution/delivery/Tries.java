// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.Mail;
import org.postern.accounts.alerts.AccountWatch;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.MailOptions;
import org.postern.distribution.delivery.smtp.Attempt;
import org.postern.distribution.delivery.smtp.Attempt.Delivered;
import org.postern.distribution.delivery.smtp.KeptConnections;
import org.postern.distribution.delivery.smtp.Notifications;
import org.postern.submission.DeliverBy;

/** Watches the tries to deliver: what has been delivered, what is late, and what is too late (RFC 2852). */
final class Tries implements WatchedQueues.Watcher {

    /** The next try comes just behind the deadline, not just before it. */
    private static final Duration BEHIND = Duration.ofSeconds(1);
    private static final String TOO_LATE = "5.4.7 The message could not be delivered by the time that its author set";

    /** Who has a mail that is tried again for a fault of ours. */
    private final Map<String, List<Delivered>> known = new ConcurrentHashMap<>();
    private final Routes routes;
    private final LateMail late;
    private final Clock clock;
    private final FateProcessors fate;
    private final AccountWatch watch;
    private final Duration breath;
    private final KeptConnections connections;
    private final TracedTries traced;

    /**
     * @param watch learns how many recipients an account has that are good
     * @param breath to take when what became of a mail could not be kept, as with a full disk: the queue hands it out
     *        again at once
     */
    Tries(Routes routes, LateMail late, Clock clock, FateProcessors fate, AccountWatch watch, KeptConnections connections,
            Duration breath, TracedTries traced) {
        this.routes = routes;
        this.late = late;
        this.clock = clock;
        this.fate = fate;
        this.watch = watch;
        this.breath = breath;
        this.connections = connections;
        this.traced = traced;
    }

    @Override
    public void begins(Mail mail) {
        Attempt.begin(mail, routes.of(mail), connections);
        Optional.ofNullable(known.remove(mail.getName())).ifPresent(before -> before.forEach(Attempt.current().orElseThrow()::took));
        DeliveredRecipients.removeFrom(mail);
    }

    @Override
    public Optional<Duration> waits(Mail mail, Duration delay) {
        DeliveredRecipients.removeFrom(mail);
        if (mail.getRecipients().isEmpty()) {
            return Optional.empty();
        }
        // Kept for the report, if it comes to that: when the time is over, RemoteDelivery says no more than this.
        Attempt.of(mail).ifPresent(attempt -> DeliveryError.remember(mail, attempt));
        Optional<DeliverBy> by = MailOptions.read(mail).deliverBy();
        boolean isOver = by.filter(this::isOver).isPresent();
        if (isOver && by.get().mode() == DeliverBy.Mode.RETURN) {
            fate.hasFailed(mail, TOO_LATE);
            return Optional.empty();
        }
        if (late.isDue(mail, isOver) && fate.isLate(mail)) {
            late.markTold(mail, isOver);
        }
        Duration wait = by.filter(deadline -> !isOver).map(deadline -> shorter(delay, deadline)).orElse(delay);
        Attempt.of(mail).ifPresent(attempt -> {
            attempt.goesOn();
            traced.waits(mail, attempt, wait);
        });
        return Optional.of(wait);
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
    public void isDone(Mail mail) {
        Attempt.of(mail).ifPresent(tried -> reportRelay(mail, tried.delivered()));
    }

    @Override
    public void ends(Mail mail, boolean isKept) {
        Optional<Attempt> attempt = Attempt.of(mail);
        Attempt.end();
        attempt.ifPresent(traced::hasEnded);
        if (isKept) {
            attempt.ifPresent(tried -> {
                watch.delivered(MailAttributes.accounts(mail).stream().map(Username::of).toList(), tried.delivered().size(), 0);
                traced.delivered(mail, tried);
                if (!mail.hasSender() && tried.delivered().isEmpty() && !tried.isToGoOn()) {
                    traced.isGivenUp(mail, tried);
                }
            });
        } else {
            attempt.filter(tried -> !tried.delivered().isEmpty())
                .ifPresent(tried -> known.put(mail.getName(), tried.delivered()));
            breathe();
        }
    }

    private void breathe() {
        try {
            Thread.sleep(breath.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reportRelay(Mail mail, List<Delivered> delivered) {
        Notifications notifications = Notifications.of(mail);
        Optional<DeliverBy> by = MailOptions.read(mail).deliverBy();
        Map<String, Set<MailAddress>> byReply = delivered.stream()
            .filter(to -> isWanted(notifications, to) || by.filter(deadline -> isOwed(deadline, to)).isPresent())
            .collect(Collectors.groupingBy(Delivered::reply, Collectors.mapping(Delivered::recipient, Collectors.toSet())));
        byReply.forEach((reply, recipients) -> fate.isRelayed(mail, List.copyOf(recipients), reply));
    }

    private static boolean isWanted(Notifications notifications, Delivered to) {
        return !to.reportsSuccess() && notifications.wants(Notify.SUCCESS, to.recipient());
    }

    /** RFC 2852 §4.1.4: the author learns where the promise ends, and with by-trace of each step. */
    private static boolean isOwed(DeliverBy by, Delivered to) {
        return by.trace() || by.mode() == DeliverBy.Mode.NOTIFY && !to.keepsDeadline();
    }
}
