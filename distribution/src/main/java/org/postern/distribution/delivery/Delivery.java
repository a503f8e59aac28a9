// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.transport.mailets.RemoteDelivery;
import org.apache.james.util.DurationParser;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetConfig;
import org.postern.distribution.delivery.smtp.LastFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * James's RemoteDelivery, and a word to the author when a message is late (RFC 5321, 4.5.4.1). All parameters of
 * RemoteDelivery hold; these come to them:
 *
 * <pre>{@code
 * <mailet match="All" class="org.postern.distribution.delivery.Delivery">
 *   <delayWarning>4 hours</delayWarning>         <!-- told once, after this time; without it never -->
 *   <delayProcessor>delays</delayProcessor>      <!-- gets a copy then, usually with a DeliveryReport -->
 * </mailet>
 * }</pre>
 */
public final class Delivery extends RemoteDelivery {

    private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);

    private final LateMail late;
    private Optional<String> processor = Optional.empty();

    @Inject
    public Delivery(DNSService dns, DomainList domains, MailQueueFactory<?> queues, MetricFactory metrics, Clock clock) {
        this(dns, domains, new WatchedQueues(queues), metrics, new LateMail(clock));
    }

    private Delivery(DNSService dns, DomainList domains, WatchedQueues queues, MetricFactory metrics, LateMail late) {
        super(dns, domains, queues, metrics);
        this.late = late;
        queues.watch(this::beforeWait);
    }

    @Override
    public void init(MailetConfig config) throws MessagingException {
        super.init(new TransportConfig(config));
    }

    @Override
    public void init() throws MessagingException {
        processor = Optional.ofNullable(getInitParameter("delayProcessor"));
        String after = getInitParameter("delayWarning", "");
        if (!after.isEmpty()) {
            late.warnAfter(parse(after));
        }
        super.init();
    }

    private static Duration parse(String text) throws MessagingException {
        try {
            return DurationParser.parse(text);
        } catch (IllegalArgumentException e) {
            throw new MessagingException("mailetcontainer.xml: <delayWarning> is '" + text
                + "', a time as '4 hours' is expected", e);
        }
    }

    private void beforeWait(Mail mail) {
        // Kept for the report, if it comes to that: when the time is over, RemoteDelivery says no more than this.
        LastFailure.take(mail.getName()).ifPresent(failure -> DeliveryError.remember(mail, failure));
        if (processor.isPresent() && mail.hasSender() && late.isDue(mail)) {
            try {
                getMailetContext().sendMail(mail, processor.get());
                late.markTold(mail);
            } catch (MessagingException | IllegalStateException e) {
                LOGGER.warn("The author of {} could not be told of the delay; it is tried again", mail.getName(), e);
            }
        }
    }
}
