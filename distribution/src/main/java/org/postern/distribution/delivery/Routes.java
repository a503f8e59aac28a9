// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;
import org.postern.distribution.delivery.smtp.Attempt.Route;
import org.postern.distribution.dns.ProvedAnswers;

/**
 * How well it is known who takes the mail of a domain (RFC 8689 §4.2.1).
 *
 * @param dns none when it cannot tell
 * @param hasGateway whether the operator named the next hop
 */
record Routes(Optional<ProvedAnswers> dns, boolean hasGateway) {

    /** Asks the DNS only for mail that is in need of the answer. */
    Route of(Mail mail) {
        if (hasGateway) {
            return Route.PROVED;
        }
        boolean isProved = MailOptions.read(mail).requireTls() && dns.isPresent()
            && mail.getRecipients().stream().map(MailAddress::getDomain).distinct()
                .allMatch(domain -> dns.get().areExchangersProved(domain.asString()));
        return isProved ? Route.PROVED : Route.UNPROVED;
    }
}
