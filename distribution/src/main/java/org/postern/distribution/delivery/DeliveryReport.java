// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the author that a message failed or is late: a report after RFC 3464, with the header of the message. Nothing
 * is sent to the null reverse-path, or about recipients for whom the author wants no report (RFC 3461 NOTIFY).
 * (James's DSNBounce writes the whole SMTP reply where the status code belongs, so that programs cannot read it.)
 *
 * <pre>{@code
 * <mailet match="All" class="org.postern.distribution.delivery.DeliveryReport">
 *   <action>failed</action>            <!-- failed | delayed -->
 *   <status>5.0.0</status>             <!-- when the error itself has none -->
 *   <passThrough>false</passThrough>   <!-- whether the message itself goes on to the next mailet -->
 * </mailet>
 * }</pre>
 */
public final class DeliveryReport extends GenericMailet {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryReport.class);

    private Action action = Action.FAILED;
    private String status = "";
    private boolean passThrough;

    /** What happened to the message. */
    enum Action {
        FAILED("5.0.0", Notify.FAILURE),
        DELAYED("4.0.0", Notify.DELAY);

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
    public DeliveryReport() {
        // James makes mailets without arguments and configures them by init().
    }

    @Override
    public void init() throws MessagingException {
        String word = getInitParameter("action", Action.FAILED.word());
        try {
            action = Action.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MessagingException("mailetcontainer.xml: DeliveryReport: <action> is '" + word
                + "', allowed is failed or delayed");
        }
        status = getInitParameter("status", action.status);
        if (!status.matches("[45]\\.\\d{1,3}\\.\\d{1,3}")) {
            throw new MessagingException("mailetcontainer.xml: DeliveryReport: <status> is '" + status
                + "', an enhanced status code as 5.0.0 is expected");
        }
        passThrough = getInitParameter("passThrough", false);
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        List<MailAddress> recipients = mail.getRecipients().stream().filter(recipient -> isWanted(mail, recipient))
            .toList();
        if (mail.hasSender() && !recipients.isEmpty()) {
            report(mail, recipients);
        }
        if (!passThrough) {
            mail.setState(Mail.GHOST);
        }
    }

    private boolean isWanted(Mail mail, MailAddress recipient) {
        return mail.dsnParameters()
            .map(DsnParameters::getRcptParameters)
            .flatMap(all -> Optional.ofNullable(all.get(recipient)))
            .flatMap(RecipientDsnParameters::getNotifyParameter)
            .map(notify -> notify.contains(action.wanted))
            .orElse(true);
    }

    private void report(Mail mail, List<MailAddress> recipients) throws MessagingException {
        MailAddress author = mail.getMaybeSender().asOptional().orElseThrow();
        DeliveryError error = DeliveryError.of(mail, status);
        String id = UUID.randomUUID().toString();
        MailImpl report = MailImpl.builder()
            .name("report-" + id)
            .sender(Optional.empty())
            .addRecipient(author)
            .build();
        try {
            byte[] message = new ReportText(getMailetContext().getPostmaster(), author, action, error, id)
                .write(mail, recipients);
            report.setMessageNoCopy(new MimeMessageWrapper(new ReportSource(id, message)));
            getMailetContext().sendMail(report);
            LOGGER.info("Told {} that {} to {} is {}: {}", author, mail.getName(), recipients, action.word(),
                error.diagnostic());
        } catch (IOException e) {
            throw new MessagingException("The report about " + mail.getName() + " cannot be written", e);
        } finally {
            report.dispose();
        }
    }

    @Override
    public String getMailetInfo() {
        return "DeliveryReport";
    }

    /** A report in memory. */
    private record ReportSource(String id, byte[] bytes) implements MimeMessageSource {

        @Override
        public String getSourceId() {
            return id;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public long getMessageSize() {
            return bytes.length;
        }
    }
}
