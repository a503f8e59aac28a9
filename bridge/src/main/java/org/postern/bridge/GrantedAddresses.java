// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.postern.submission.InternationalAddress;
import org.postern.submission.InternationalDomain;

/** The addresses that one grant covers. */
sealed interface GrantedAddresses {
    String ALLOWED = "an address (news@example.org), a domain (*@lists.example.org), all subdomains of a domain"
        + " (*@*.example.org) or anything (*)";

    /** A trusted application. */
    record Anything() implements GrantedAddresses {
        @Override
        public boolean cover(MailAddress address) {
            return true;
        }
    }

    /** Not its subdomains. */
    record OneDomain(Domain domain) implements GrantedAddresses {
        @Override
        public boolean cover(MailAddress address) {
            return address.getDomain().equals(domain);
        }
    }

    /** Not the domain itself. */
    record Subdomains(Domain parent) implements GrantedAddresses {
        @Override
        public boolean cover(MailAddress address) {
            return address.getDomain().asString().endsWith("." + parent.asString());
        }
    }

    /** Its sub-addresses too, as variable envelope return paths need them. */
    record OneAddress(MailAddress granted) implements GrantedAddresses {
        @Override
        public boolean cover(MailAddress address) {
            return isSame(address) || SubAddress.base(address).filter(this::isSame).isPresent();
        }

        private boolean isSame(MailAddress address) {
            return InternationalAddress.identifier(granted).equals(InternationalAddress.identifier(address));
        }
    }

    boolean cover(MailAddress address);

    /** @throws IllegalArgumentException when the text is none of the allowed forms */
    static GrantedAddresses parse(String text) {
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
