// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceField;

/** Counts what the trace is told of: logins, messages, refusals, repairs, and what becomes of recipients. */
@Singleton
final class EventCounts implements Trace {

    private static final double MILLIS = 1000;
    private static final double[] SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
    private static final String CODE = "code";
    private static final String OUTCOME = "outcome";
    private static final String MESSAGE = "message";

    private final Clock clock;
    private final BoundedCounter logins;
    private final BoundedCounter tlsLogins;
    private final BoundedCounter messages;
    private final BoundedCounter refusals;
    private final BoundedCounter repairs;
    private final BoundedCounter deliveries;
    private final BoundedCounter reports;
    private final Counter signed;
    private final Counter recipients;
    private final Counter octets;
    private final Histogram submission;

    @Inject
    EventCounts(CollectorRegistry registry, Clock clock) {
        this.clock = clock;
        logins = BoundedCounter.in(registry, "postern_logins_total", "Logins by what came of them, as in the log.", "mechanism", OUTCOME);
        tlsLogins = BoundedCounter.in(registry, "postern_tls_logins_total", "Logins, whatever came of them, by TLS.",
            "version", "cipher");
        messages = BoundedCounter.in(registry, "postern_messages_total",
            "Messages that have come to their end: accepted, refused (5xx) or put off (4xx).", "listener", OUTCOME);
        refusals = BoundedCounter.in(registry, "postern_refusals_total",
            "Refused commands of a submission and refused messages, by the rule, where it has a name, and by the reply.",
            "command", "rule", CODE, "status");
        repairs = BoundedCounter.in(registry, "postern_repairs_total", "Messages that this repair has changed.", "repair");
        deliveries = BoundedCounter.in(registry, "postern_deliveries_total",
            "Recipients of tries to deliver that were delivered, delayed or failed, by the other server's reply code, if it gave one.",
            OUTCOME, CODE);
        reports = BoundedCounter.in(registry, "postern_reports_total", "Reports to authors about their messages.", "action");
        signed = Counter.build("postern_signed_messages_total", "Messages that were signed with DKIM.").register(registry);
        recipients = Counter.build("postern_accepted_recipients_total", "Recipients of accepted messages.").register(registry);
        octets = Counter.build("postern_accepted_bytes_total", "Octets of accepted messages.").register(registry);
        submission = Histogram.build("postern_submission_duration_seconds", "From the last octet of a message to its 250.")
            .buckets(SECONDS).register(registry);
    }

    @Override
    public void record(TraceEvent event) {
        switch (event.kind()) {
            case LOGIN, LOGIN_REFUSED -> login(event);
            case ACCEPTED -> accepted(event);
            case REFUSED -> refused(event);
            case REPAIRED -> Stream.of(text(event, TraceField.CHANGES).split(", ")).forEach(repair -> repairs.add(1, repair));
            case SIGNED -> signed.inc();
            case DELIVERED, DELAYED, FAILED -> deliveries.add(Math.max(1, event.recipients().size()), event.kind().word(),
                ReplyLabels.ofAnyServer(text(event, TraceField.REPLY)));
            case REPORTED -> reports.add(1, text(event, TraceField.REASON));
            default -> { }
        }
    }

    private void login(TraceEvent event) {
        logins.add(1, text(event, TraceField.MECHANISM), text(event, TraceField.OUTCOME));
        String[] tls = text(event, TraceField.TLS).split(" ", 2);
        tlsLogins.add(1, tls[0], tls.length > 1 ? tls[1] : "");
    }

    private void accepted(TraceEvent event) {
        messages.add(1, text(event, TraceField.LISTENER), event.kind().word());
        recipients.inc(event.recipients().size());
        octets.inc(Long.parseLong(event.field(TraceField.SIZE).orElse("0")));
        submission.observe(Math.max(0, Duration.between(event.at(), clock.instant()).toMillis()) / MILLIS);
    }

    private void refused(TraceEvent event) {
        ReplyLabels reply = ReplyLabels.of(text(event, TraceField.REPLY));
        refusals.add(1, event.field(TraceField.COMMAND).orElse(MESSAGE), text(event, TraceField.RULE), reply.code(), reply.status());
        if (event.field(TraceField.COMMAND).isEmpty()) {
            messages.add(1, text(event, TraceField.LISTENER), reply.isTemporary() ? "deferred" : event.kind().word());
        }
    }

    private static String text(TraceEvent event, TraceField field) {
        return event.field(field).orElse("");
    }
}
