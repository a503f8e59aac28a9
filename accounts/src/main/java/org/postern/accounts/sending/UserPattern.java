// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.util.Optional;
import java.util.function.Predicate;

import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.postern.bridge.UserNames;
import org.postern.submission.InternationalDomain;

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
            String suffix = "." + domain(text.substring("*@*.".length()));
            return new UserPattern(name -> domainOf(name).filter(domain -> domain.endsWith(suffix)).isPresent());
        }
        if (text.startsWith("*@")) {
            String only = domain(text.substring("*@".length()));
            return new UserPattern(name -> domainOf(name).filter(only::equals).isPresent());
        }
        if (text.indexOf('*') >= 0) {
            throw new IllegalArgumentException("* stands for a whole local-part or all subdomains only");
        }
        Username only = UserNames.parse(text);
        return new UserPattern(name -> UserNames.areSame(only, name));
    }

    private static Optional<String> domainOf(Username name) {
        return name.getDomainPart().map(Domain::asString).flatMap(InternationalDomain::ascii);
    }

    /** In A-labels. */
    private static String domain(String text) {
        if (text.isEmpty() || text.startsWith(".") || text.indexOf('*') >= 0 || text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("no domain name: " + text);
        }
        return InternationalDomain.ascii(Domain.of(text).asString())
            .orElseThrow(() -> new IllegalArgumentException("no domain name: " + text));
    }

    boolean covers(Username username) {
        return test.test(username);
    }
}
