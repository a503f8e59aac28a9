// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;
import org.postern.distribution.delivery.smtp.Notifications;
import org.postern.submission.InternationalAddress;
import org.postern.submission.TransferOptions;

/**
 * The octets of a report (RFC 3464, RFC 6522, RFC 6533): a text for people, a part for programs, and what is given back of
 * the message, as it came, whatever it holds.
 *
 * @param host the name by which this server calls itself
 */
record ReportText(MailAddress postmaster, String host, MailAddress author, DeliveryReport.Action action, String id) {

    private static final String EOL = "\r\n";

    /** The report; a large message is read when the report is. */
    InputStream write(Mail mail, Map<MailAddress, DeliveryError> recipients) throws IOException, MessagingException {
        TransferOptions options = MailOptions.read(mail);
        boolean international = options.smtpUtf8() || recipients.keySet().stream().anyMatch(InternationalAddress::isInternational);
        String boundary = "report_" + id;
        StringBuilder head = new StringBuilder(header(boundary));
        head.append("--").append(boundary).append(EOL).append("Content-Type: text/plain; charset=")
            .append(international ? "utf-8" : "us-ascii").append(EOL)
            .append("Content-Transfer-Encoding: ").append(encoding(international)).append(EOL).append(EOL)
            .append(explanation(recipients)).append(EOL);
        head.append("--").append(boundary).append(EOL)
            .append(international ? "Content-Type: message/global-delivery-status" : "Content-Type: message/delivery-status")
            .append(EOL).append("Content-Transfer-Encoding: ").append(encoding(international)).append(EOL).append(EOL)
            .append(new StatusPart(mail, Notifications.of(mail), action, host, international).write(recipients)).append(EOL);
        String end = EOL + "--" + boundary + "--" + EOL;
        if (options.requireTls()) {
            // RFC 8689 §5: the report may go where the message must not.
            return octets(head + end.substring(EOL.length()));
        }
        boolean whole = action == DeliveryReport.Action.FAILED && Notifications.of(mail).wantsWholeMessage();
        head.append("--").append(boundary).append(EOL)
            .append("Content-Type: ").append(returned(whole, international)).append(EOL)
            .append("Content-Transfer-Encoding: 8bit").append(EOL).append(EOL);
        return new SequenceInputStream(Collections.enumeration(List.of(
            octets(head.toString()), whole ? ReturnedMessage.whole(mail) : ReturnedMessage.header(mail), octets(end))));
    }

    private static String returned(boolean whole, boolean international) {
        if (whole) {
            return international ? "message/global" : "message/rfc822";
        }
        return international ? "message/global-headers" : "text/rfc822-headers";
    }

    private static String encoding(boolean international) {
        return international ? "8bit" : "7bit";
    }

    private String header(String boundary) {
        return String.join(EOL,
            "From: Mail Delivery System <" + postmaster.asString() + ">",
            "To: <" + InternationalAddress.wire(author) + ">",
            "Subject: " + subject(),
            "Date: " + StatusPart.now(),
            "Message-ID: <" + id + "@" + host + ">",
            // RFC 3834: nobody's vacation program answers this.
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status;",
            " boundary=\"" + boundary + "\"",
            "Content-Transfer-Encoding: 8bit",
            "", "");
    }

    private String subject() {
        return switch (action) {
            case FAILED -> "Your message could not be delivered";
            case DELAYED -> "Your message is delayed";
            case RELAYED -> "Your message was passed on";
        };
    }

    private String explanation(Map<MailAddress, DeliveryError> recipients) {
        StringBuilder text = new StringBuilder();
        text.append("This is the mail server ").append(host).append('.').append(EOL).append(EOL);
        text.append(switch (action) {
            case FAILED -> "Your message could not be delivered to:";
            case DELAYED -> "Your message could not be delivered yet to:";
            case RELAYED -> "Your message was passed on to a server that sends no confirmations, for:";
        }).append(EOL).append(EOL);
        recipients.forEach((recipient, error) -> text.append("    ").append(InternationalAddress.wire(recipient)).append(EOL)
            .append("        ").append(error.fromNextHop() ? "The other server said: " : "The reason: ")
            .append(StatusPart.ascii(error.diagnostic())).append(EOL));
        text.append(EOL).append(switch (action) {
            case FAILED -> "It will not be tried again.";
            case DELAYED -> "It will be tried again for some days; you need not send it again.";
            case RELAYED -> "You hear no more of it unless it fails on the rest of its way.";
        }).append(EOL);
        return text.toString();
    }

    private static InputStream octets(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
