// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import javax.mail.internet.AddressException;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

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
            return granted.equals(address) || SubAddress.base(address).filter(granted::equals).isPresent();
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
        try {
            if (text.indexOf('*') < 0) {
                return new OneAddress(new MailAddress(text));
            }
        } catch (AddressException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        throw new IllegalArgumentException("* stands for a whole local-part or all subdomains only");
    }

    private static Domain domain(String text) {
        if (text.isEmpty() || text.startsWith(".") || text.indexOf('*') >= 0 || text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("no domain name: " + text);
        }
        return Domain.of(text);
    }
}
