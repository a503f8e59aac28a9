// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.postern.distribution.delivery.smtp.Attempt;
import org.postern.distribution.delivery.smtp.Attempt.Delivered;

/**
 * Those to whom the try that runs has delivered a mail. When one MX takes it for some recipients and the next cannot be
 * reached, RemoteDelivery would let all of them wait, or tell the author that all have failed.
 */
final class DeliveredRecipients {

    private DeliveredRecipients() {
    }

    static void removeFrom(Mail mail) {
        Set<MailAddress> delivered = Attempt.of(mail).stream().flatMap(attempt -> attempt.delivered().stream())
            .map(Delivered::recipient).collect(Collectors.toSet());
        if (mail.getRecipients().stream().anyMatch(delivered::contains)) {
            List<MailAddress> left = mail.getRecipients().stream().filter(recipient -> !delivered.contains(recipient)).toList();
            mail.setRecipients(left);
        }
    }
}
