// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;
import org.postern.distribution.delivery.smtp.Attempt.Route;
import org.postern.distribution.dns.ProvedAnswers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How well it is known who takes the mail of a domain (RFC 8689 §4.2.1).
 *
 * @param dns none when it cannot tell
 * @param hasGateway whether the operator named the next hop
 */
record Routes(Optional<ProvedAnswers> dns, boolean hasGateway) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Routes.class);

    /** Asks the DNS only for mail that is in need of the answer. */
    Route of(Mail mail) {
        if (hasGateway) {
            return Route.PROVED;
        }
        if (dns.isEmpty() || !MailOptions.read(mail).requireTls()) {
            return Route.UNPROVED;
        }
        Set<Domain> domains = mail.getRecipients().stream().map(MailAddress::getDomain).collect(Collectors.toSet());
        try {
            for (Domain domain : domains) {
                if (!dns.get().areExchangersProved(domain.asString())) {
                    return Route.UNPROVED;
                }
            }
            return Route.PROVED;
        } catch (TemporaryResolutionException e) {
            LOGGER.info("Mail {} has to wait: {}", mail.getName(), e.getMessage());
            return Route.UNKNOWN;
        }
    }
}
