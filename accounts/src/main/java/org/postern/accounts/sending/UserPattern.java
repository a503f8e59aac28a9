// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.util.function.Predicate;

import org.apache.james.core.Domain;
import org.apache.james.core.Username;

/** The accounts that a rule is about. */
record UserPattern(Predicate<Username> test) {
    static final String ALLOWED = "a user name (ann@example.org), a domain (*@example.org), all subdomains of a domain"
        + " (*@*.example.org) or anybody (*)";

    /** @throws IllegalArgumentException when the text is none of the allowed forms */
    static UserPattern parse(String text) {
        if (text.equals("*")) {
            return new UserPattern(name -> true);
        }
        if (text.startsWith("*@*.")) {
            String suffix = "." + domain(text.substring("*@*.".length())).asString();
            return new UserPattern(name -> name.getDomainPart().filter(domain -> domain.asString().endsWith(suffix)).isPresent());
        }
        if (text.startsWith("*@")) {
            Domain only = domain(text.substring("*@".length()));
            return new UserPattern(name -> name.getDomainPart().filter(only::equals).isPresent());
        }
        if (text.indexOf('*') >= 0) {
            throw new IllegalArgumentException("* stands for a whole local-part or all subdomains only");
        }
        return new UserPattern(Username.of(text)::equals);
    }

    private static Domain domain(String text) {
        if (text.isEmpty() || text.startsWith(".") || text.indexOf('*') >= 0 || text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("no domain name: " + text);
        }
        return Domain.of(text);
    }

    boolean covers(Username username) {
        return test.test(username);
    }
}
