// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.postern.submission.InternationalAddress;
import org.postern.submission.InternationalDomain;

/**
 * One address, or all of a domain, and what it becomes.
 *
 * @param from what is rewritten
 * @param to what it becomes; a whole domain keeps the local-part
 */
public record AddressRewrite(Pattern from, Pattern to) {
    /** What an operator may write. */
    public static final String ALLOWED = "an address (ann@example.org) or all of a domain (*@example.org)";

    private static final String ALL = "*@";

    /** @throws IllegalArgumentException when the result could not be written into every header (RFC 6531) */
    public AddressRewrite {
        Objects.requireNonNull(from);
        if (to.address().filter(InternationalAddress::isInternational).isPresent()) {
            throw new IllegalArgumentException("the new address is not ASCII");
        }
    }

    /**
     * One side of a rule.
     *
     * @param address empty for all of the domain
     */
    public record Pattern(Optional<MailAddress> address, Domain domain) {
        /** @throws IllegalArgumentException when the text is neither; the message says why */
        public static Pattern parse(String text) {
            if (text.startsWith(ALL)) {
                return new Pattern(Optional.empty(), domain(text.substring(ALL.length())));
            }
            MailAddress address = Optional.of(text).filter(written -> written.indexOf('*') < 0).flatMap(InternationalAddress::of)
                .orElseThrow(() -> new IllegalArgumentException("no address: " + text));
            return new Pattern(Optional.of(address), address.getDomain());
        }

        private static Domain domain(String text) {
            return InternationalDomain.ascii(text)
                .filter(name -> name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*"))
                .map(Domain::of)
                .orElseThrow(() -> new IllegalArgumentException("no domain: " + text));
        }

        @Override
        public String toString() {
            return address.map(MailAddress::asString).orElseGet(() -> ALL + domain.asString().toLowerCase(Locale.ROOT));
        }
    }

    /** What becomes of an address that the rule is about. */
    Optional<MailAddress> apply(MailAddress address) {
        return to.address().isPresent() ? to.address()
            : InternationalAddress.of(address.getLocalPart(), to.domain().asString());
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
