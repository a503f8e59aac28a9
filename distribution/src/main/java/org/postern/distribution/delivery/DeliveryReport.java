// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.postern.accounts.alerts.AccountWatch;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.MailOptions;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.distribution.delivery.smtp.Notifications;
import org.postern.submission.DeliverBy;
import org.postern.submission.InternationalAddress;
import org.postern.submission.MailDomains;
import org.postern.submission.TransferOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the author that a message failed, is late, or went to a server that makes no reports: a report after RFC 3464, with
 * the header of the message, or all of it where RET=FULL asked for that. Nothing is sent to the null reverse-path, or about
 * recipients for whom the author wants no report (RFC 3461 NOTIFY). What is not ASCII is told as RFC 6533 has it.
 * (James's DSNBounce writes the whole SMTP reply where the status code belongs, so that programs cannot read it.)
 *
 * <pre>{@code
 * <mailet match="All" class="org.postern.distribution.delivery.DeliveryReport">
 *   <action>failed</action>            <!-- failed | delayed | relayed -->
 *   <status>5.0.0</status>             <!-- when the error itself has none -->
 *   <hostName>mail.example.org</hostName>   <!-- this server in the report; without it the name of server.properties -->
 *   <passThrough>false</passThrough>   <!-- whether the message itself goes on to the next mailet -->
 * </mailet>
 * }</pre>
 */
public final class DeliveryReport extends GenericMailet {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryReport.class);

    private final Optional<MailDomains> domains;
    private final AccountWatch watch;
    private final Trace trace;
    private Action action = Action.FAILED;
    private String status = "";
    private String host = "localhost";
    private boolean passThrough;

    /** What happened to the message. */
    enum Action {
        FAILED("5.0.0", Notify.FAILURE),
        DELAYED("4.0.0", Notify.DELAY),
        RELAYED("2.0.0", Notify.SUCCESS);

        private final String status;
        private final Notify wanted;

        Action(String status, Notify wanted) {
            this.status = status;
            this.wanted = wanted;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Inject
    public DeliveryReport(DNSService dns, AccountWatch watch, Trace trace) {
        this.watch = watch;
        this.trace = trace;
        domains = Optional.of(dns).filter(MailDomains.class::isInstance).map(MailDomains.class::cast);
    }

    @Override
    public void init() throws MessagingException {
        String word = getInitParameter("action", Action.FAILED.word());
        try {
            action = Action.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MessagingException("mailetcontainer.xml: DeliveryReport: <action> is '" + word
                + "', allowed is failed, delayed or relayed");
        }
        status = getInitParameter("status", action.status);
        if (!status.matches("[245]\\.\\d{1,3}\\.\\d{1,3}")) {
            throw new MessagingException("mailetcontainer.xml: DeliveryReport: <status> is '" + status
                + "', an enhanced status code as 5.0.0 is expected");
        }
        host = getInitParameter("hostName", host());
        passThrough = getInitParameter("passThrough", false);
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        if (action == Action.FAILED) {
            noticeRefused(mail);
            tellOfFailure(mail);
        }
        List<MailAddress> recipients = mail.getRecipients().stream().filter(recipient -> isWanted(mail, recipient))
            .toList();
        if (mail.hasSender() && !recipients.isEmpty()) {
            report(mail, recipients);
        }
        if (!passThrough) {
            mail.setState(Mail.GHOST);
        }
    }

    /** An account that writes to many who do not exist may be in other hands. */
    private void noticeRefused(Mail mail) {
        long refused = mail.getRecipients().stream()
            .filter(recipient -> DeliveryError.of(mail, recipient, status).status().startsWith("5."))
            .count();
        watch.delivered(MailAttributes.submitters(mail).stream().map(Username::of).toList(), (int) refused, (int) refused);
    }

    private void tellOfFailure(Mail mail) {
        Map<DeliveryError, List<MailAddress>> byError = new LinkedHashMap<>();
        errors(mail, List.copyOf(mail.getRecipients()))
            .forEach((recipient, error) -> byError.computeIfAbsent(error, same -> new ArrayList<>()).add(recipient));
        byError.forEach((error, recipients) -> trace.record(TraceEvent.ofMail(Instant.now(), Kind.FAILED, mail.getName())
            .with(error.fromNextHop() ? TraceField.REPLY : TraceField.REASON,
                error.fromNextHop() ? error.diagnostic() : error.status() + " " + error.diagnostic())
            .about(recipients)));
    }

    private boolean isWanted(Mail mail, MailAddress recipient) {
        Notifications notifications = Notifications.of(mail);
        return notifications.wants(action.wanted, recipient) || isOwed(mail) && !notifications.wants(Notify.NEVER, recipient);
    }

    /** RFC 2852 §4.1.4: a missed time is told unless nothing at all is wanted, and so is the end of the promise. */
    private boolean isOwed(Mail mail) {
        Optional<DeliverBy> by = MailOptions.read(mail).deliverBy();
        return switch (action) {
            case FAILED -> false;
            case DELAYED -> by.filter(deadline -> !deadline.deadline().isAfter(Instant.now())).isPresent();
            case RELAYED -> by.isPresent();
        };
    }

    private Map<MailAddress, DeliveryError> errors(Mail mail, List<MailAddress> recipients) {
        Map<MailAddress, DeliveryError> errors = new LinkedHashMap<>();
        recipients.forEach(recipient -> errors.put(recipient,
            DeliveryError.of(mail, recipient, status).asTheDnsHasIt(domains, recipient.getDomain())));
        return errors;
    }

    private void report(Mail mail, List<MailAddress> recipients) throws MessagingException {
        MailAddress author = mail.getMaybeSender().asOptional().orElseThrow();
        Map<MailAddress, DeliveryError> errors = errors(mail, recipients);
        String id = UUID.randomUUID().toString();
        MailImpl report = MailImpl.builder()
            .name("report-" + id)
            .sender(Optional.empty())
            .addRecipient(author)
            .build();
        try (InputStream message = new ReportText(postmaster(), host, author, action, id)
                .write(mail, errors)) {
            MailOptions.write(report, new TransferOptions(InternationalAddress.isInternational(author), false,
                // RFC 6710 §4.6.
                MailOptions.read(mail).priority(), Optional.empty()));
            report.setMessageContent(MimeMessageInputStreamSource.create("report-" + id, message));
            getMailetContext().sendMail(report);
            trace.record(TraceEvent.ofMail(Instant.now(), Kind.REPORTED, mail.getName())
                .with(Map.of(TraceField.REASON, action.word(), TraceField.REPORT, report.getName()))
                .about(List.of(author)));
            errors.forEach((recipient, error) -> LOGGER.info("Told {} that {} to {} is {}: {}", author, mail.getName(), recipient,
                action.word(), error.diagnostic()));
        } catch (IOException e) {
            throw new MessagingException("The report about " + mail.getName() + " cannot be written", e);
        } finally {
            report.dispose();
        }
    }

    /** With a name that others know, where James has only that of a domain for use inside. */
    private MailAddress postmaster() throws AddressException {
        MailAddress postmaster = getMailetContext().getPostmaster();
        return postmaster.getDomain().asString().indexOf('.') >= 0 ? postmaster : new MailAddress(postmaster.getLocalPart(), host);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public String getMailetInfo() {
        return "DeliveryReport";
    }
}
