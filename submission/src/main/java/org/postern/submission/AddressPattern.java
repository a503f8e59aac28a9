// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/** The addresses that one rule, grant or limit covers. */
public sealed interface AddressPattern {
    String ALLOWED = "an address (news@example.org), a domain (*@lists.example.org), all subdomains of a domain"
        + " (*@*.example.org) or anything (*)";

    /** A trusted application. */
    record Anything() implements AddressPattern {
        @Override
        public boolean cover(MailAddress address) {
            return true;
        }

        @Override
        public String text() {
            return "*";
        }
    }

    /** Not its subdomains. */
    record OneDomain(Domain domain) implements AddressPattern {
        @Override
        public boolean cover(MailAddress address) {
            return address.getDomain().equals(domain);
        }

        @Override
        public String text() {
            return "*@" + domain.asString();
        }
    }

    /** Not the domain itself. */
    record Subdomains(Domain parent) implements AddressPattern {
        @Override
        public boolean cover(MailAddress address) {
            return address.getDomain().asString().endsWith("." + parent.asString());
        }

        @Override
        public String text() {
            return "*@*." + parent.asString();
        }
    }

    /** Its sub-addresses too, as variable envelope return paths need them. */
    record OneAddress(MailAddress address) implements AddressPattern {
        @Override
        public boolean cover(MailAddress other) {
            return isSame(other) || SubAddress.base(other).filter(this::isSame).isPresent();
        }

        private boolean isSame(MailAddress other) {
            return InternationalAddress.identifier(address).equals(InternationalAddress.identifier(other));
        }

        @Override
        public String text() {
            return InternationalAddress.wire(address);
        }
    }

    boolean cover(MailAddress address);

    /** As {@link #parse} takes it. */
    String text();

    /** @throws IllegalArgumentException when the text is none of the allowed forms */
    static AddressPattern parse(String text) {
        if (text.equals("*")) {
            return new Anything();
        }
        if (text.startsWith("*@*.")) {
            return new Subdomains(domain(text.substring("*@*.".length())));
        }
        if (text.startsWith("*@")) {
            return new OneDomain(domain(text.substring("*@".length())));
        }
        if (text.indexOf('*') < 0) {
            return new OneAddress(InternationalAddress.of(text)
                .orElseThrow(() -> new IllegalArgumentException("no mail address: " + text)));
        }
        throw new IllegalArgumentException("* stands for a whole local-part or all subdomains only");
    }

    private static Domain domain(String text) {
        if (text.isEmpty() || text.startsWith(".") || text.indexOf('*') >= 0 || text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("no domain name: " + text);
        }
        return Domain.of(InternationalDomain.ascii(text)
            .orElseThrow(() -> new IllegalArgumentException("no internationalised domain; write it in A-labels (xn--...): " + text)));
    }
}
