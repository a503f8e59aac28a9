// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.transport.mailets.RemoteDelivery;
import org.apache.james.util.DurationParser;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetConfig;
import org.postern.accounts.alerts.AccountWatch;
import org.postern.bridge.trace.Trace;
import org.postern.distribution.delivery.smtp.KeptConnections;
import org.postern.distribution.delivery.smtp.Notifications;
import org.postern.distribution.dns.ProvedAnswers;
import org.postern.distribution.metrics.AttemptTimes;
import org.postern.distribution.queue.SharedBodies;

/**
 * James's RemoteDelivery, with the promises of the submission kept to the next hop: delivery status notifications (RFC
 * 3461), a time to deliver by (RFC 2852), required TLS (RFC 8689), and a word to the author when a message is late (RFC
 * 5321, 4.5.4.1). All parameters of RemoteDelivery hold, but for {@code mail.smtp.dsn.*}, {@code submitter} and
 * {@code mailextension}, which the author's wishes replace; these come to them:
 *
 * <pre>{@code
 * <mailet match="All" class="org.postern.distribution.delivery.Delivery">
 *   <delayWarning>4 hours</delayWarning>         <!-- told once, after this time; without it never -->
 *   <delayProcessor>delays</delayProcessor>      <!-- gets a copy then, usually with a DeliveryReport -->
 *   <successProcessor>relays</successProcessor>  <!-- gets a copy for recipients whose author asked for a report of success,
 *                                                     and whose next hop makes none -->
 * </mailet>
 * }</pre>
 */
public final class Delivery extends RemoteDelivery {

    private static final Duration BREATH = Duration.ofSeconds(10);

    private final WatchedQueues queues;
    private final DNSService dns;
    private final AccountWatch watch;
    private final SharedBodies bodies;
    private final Clock clock;
    private final TracedTries traced;
    private final KeptConnections connections = new KeptConnections();

    @Inject
    public Delivery(DNSService dns, DomainList domains, MailQueueFactory<?> queues, MetricFactory metrics, AccountWatch watch,
            SharedBodies bodies, Clock clock, Trace trace, AttemptTimes times) {
        this(dns, domains, new WatchedQueues(queues), metrics, watch, bodies, clock, new TracedTries(trace, clock, times));
    }

    private Delivery(DNSService dns, DomainList domains, WatchedQueues queues, MetricFactory metrics, AccountWatch watch,
            SharedBodies bodies, Clock clock, TracedTries traced) {
        super(dns, domains, queues, metrics);
        this.queues = queues;
        this.dns = dns;
        this.watch = watch;
        this.bodies = bodies;
        this.clock = clock;
        this.traced = traced;
    }

    @Override
    public void init(MailetConfig config) throws MessagingException {
        super.init(new TransportConfig(config));
    }

    @Override
    public void init() throws MessagingException {
        LateMail late = new LateMail(clock);
        String after = getInitParameter("delayWarning", "");
        if (!after.isEmpty()) {
            late.warnAfter(parse(after));
        }
        Optional<ProvedAnswers> proofs = Optional.of(dns).filter(ProvedAnswers.class::isInstance).map(ProvedAnswers.class::cast);
        queues.watch(new Tries(new Routes(proofs, hasGateway()), late, clock,
            new FateProcessors(getMailetContext(), getInitParameterAsOptional("delayProcessor"),
                getInitParameterAsOptional("bounceProcessor"), getInitParameterAsOptional("successProcessor")),
            watch, connections, BREATH, traced));
        super.init();
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Notifications.hide(mail);
        if (hasGateway()) {
            super.service(mail);
        } else {
            serveDomainByDomain(mail);
        }
    }

    @Override
    public void destroy() {
        super.destroy();
        connections.close();
    }

    private boolean hasGateway() {
        return !getInitParameter("gateway", "").isBlank();
    }

    /** RemoteDelivery leaves the mail to the recipients of the domain at hand; when its queue fails, it forgets the others. */
    private void serveDomainByDomain(Mail mail) throws MessagingException {
        String name = mail.getName();
        Map<Domain, List<MailAddress>> left = mail.getRecipients().stream()
            .collect(Collectors.groupingBy(MailAddress::getDomain, LinkedHashMap::new, Collectors.toList()));
        bodies.prepare(mail, left.size());
        try {
            for (Domain domain : List.copyOf(left.keySet())) {
                mail.setName(name);
                mail.setRecipients(left.get(domain));
                super.service(mail);
                left.remove(domain);
            }
        } finally {
            if (!left.isEmpty()) {
                mail.setName(name);
                mail.setRecipients(left.values().stream().flatMap(List::stream).toList());
            }
        }
    }

    private static Duration parse(String text) throws MessagingException {
        try {
            return DurationParser.parse(text);
        } catch (IllegalArgumentException e) {
            throw new MessagingException("mailetcontainer.xml: <delayWarning> is '" + text
                + "', a time as '4 hours' is expected", e);
        }
    }
}
