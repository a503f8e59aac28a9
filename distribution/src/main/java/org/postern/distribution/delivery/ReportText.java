// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;

/**
 * The octets of a report (RFC 3464, RFC 6522): a text for people, a part for programs, and the header of the message.
 * The header is copied as it came, whatever it holds.
 */
record ReportText(MailAddress postmaster, MailAddress author, DeliveryReport.Action action, DeliveryError error,
        String id) {

    private static final String EOL = "\r\n";
    private static final int LONGEST_HEADER = 64 * 1024;

    byte[] write(Mail mail, List<MailAddress> recipients) throws IOException, MessagingException {
        String host = host();
        String boundary = "report_" + id;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        print(out, header(host, boundary));
        print(out, "--" + boundary + EOL + "Content-Type: text/plain; charset=us-ascii" + EOL + EOL
            + explanation(host, recipients) + EOL);
        print(out, "--" + boundary + EOL + "Content-Type: message/delivery-status" + EOL + EOL
            + status(mail, host, recipients) + EOL);
        print(out, "--" + boundary + EOL + "Content-Type: text/rfc822-headers" + EOL
            + "Content-Transfer-Encoding: 8bit" + EOL + EOL);
        copyHeader(mail, out);
        print(out, EOL + "--" + boundary + "--" + EOL);
        return out.toByteArray();
    }

    private String header(String host, String boundary) {
        return String.join(EOL,
            "From: Mail Delivery System <" + postmaster.asString() + ">",
            "To: <" + author.asString() + ">",
            "Subject: " + (isFailure() ? "Your message could not be delivered" : "Your message is delayed"),
            "Date: " + now(),
            "Message-ID: <" + id + "@" + host + ">",
            // RFC 3834: nobody's vacation program answers this.
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status;",
            " boundary=\"" + boundary + "\"",
            "Content-Transfer-Encoding: 8bit",
            "", "");
    }

    private String explanation(String host, List<MailAddress> recipients) {
        StringBuilder text = new StringBuilder();
        text.append("This is the mail server ").append(host).append('.').append(EOL).append(EOL);
        text.append(isFailure()
            ? "Your message could not be delivered to:"
            : "Your message could not be delivered yet to:").append(EOL).append(EOL);
        recipients.forEach(recipient -> text.append("    ").append(ascii(recipient.asString())).append(EOL));
        text.append(EOL).append(error.fromNextHop() ? "The other server said:" : "The reason:").append(EOL).append(EOL)
            .append("    ").append(ascii(error.diagnostic())).append(EOL).append(EOL);
        text.append(isFailure()
            ? "It will not be tried again."
            : "It will be tried again for some days; you need not send it again.").append(EOL);
        return text.toString();
    }

    private String status(Mail mail, String host, List<MailAddress> recipients) {
        StringBuilder text = new StringBuilder();
        mail.dsnParameters().flatMap(DsnParameters::getEnvIdParameter)
            .ifPresent(envelope -> text.append("Original-Envelope-Id: ").append(ascii(envelope.asString())).append(EOL));
        text.append("Reporting-MTA: dns; ").append(host).append(EOL);
        for (MailAddress recipient : recipients) {
            text.append(EOL);
            originalRecipient(mail, recipient)
                .ifPresent(original -> text.append("Original-Recipient: rfc822; ").append(ascii(original)).append(EOL));
            text.append("Final-Recipient: rfc822; ").append(ascii(recipient.asString())).append(EOL)
                .append("Action: ").append(action.word()).append(EOL)
                .append("Status: ").append(error.status()).append(EOL)
                .append("Diagnostic-Code: ").append(error.fromNextHop() ? "smtp" : "x-postern").append("; ")
                .append(ascii(error.diagnostic())).append(EOL)
                .append("Last-Attempt-Date: ").append(now()).append(EOL);
        }
        return text.toString();
    }

    private static Optional<String> originalRecipient(Mail mail, MailAddress recipient) {
        return mail.dsnParameters()
            .flatMap(dsn -> Optional.ofNullable(dsn.getRcptParameters().get(recipient)))
            .flatMap(DsnParameters.RecipientDsnParameters::getOrcptParameter)
            .map(MailAddress::asString);
    }

    /** The octets up to the first empty line. */
    private static void copyHeader(Mail mail, ByteArrayOutputStream out) throws IOException, MessagingException {
        try (InputStream in = mail.getMessage() instanceof MimeMessageWrapper wrapper
                ? wrapper.getMessageInputStream() : new MimeMessageInputStream(mail.getMessage())) {
            int lineLength = 0;
            int copied = 0;
            for (int octet = in.read(); octet >= 0 && copied < LONGEST_HEADER; octet = in.read()) {
                if (octet == '\n') {
                    if (lineLength == 0) {
                        return;
                    }
                    lineLength = 0;
                } else if (octet != '\r') {
                    lineLength++;
                }
                out.write(octet);
                copied++;
            }
        }
    }

    private boolean isFailure() {
        return action == DeliveryReport.Action.FAILED;
    }

    private static void print(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String now() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
