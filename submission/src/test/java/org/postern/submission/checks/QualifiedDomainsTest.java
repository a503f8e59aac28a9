// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualifiedDomainsTest {
    private final CheckTester check = new CheckTester(new QualifiedDomains());

    @ParameterizedTest
    @ValueSource(strings = {"bob@localhost", "bob@192.0.2.1", "bob@x.123", "bob@-x.org", "bob@x-.org", "bob@x.o!rg", "bob@=?x?q?y?=.org",
        "Bob <bob@mailhost>", "g: a@x.org, bob@mailhost;"})
    void shouldRefusePartialNames(String address) {
        check.answers("To: a@x.org, " + address + "\n\n", "is not fully qualified; write it in full, as in name@example.org");
    }

    @Test
    void shouldRefuseLongLabelsAndNames() {
        check.answers("To: bob@" + "x".repeat(64) + ".org\n\n", "554 5.6.0 Header field To: the domain of 'bob@xxx");
        check.answers("To: bob@" + "x.".repeat(126) + "org\n\n", "is not fully qualified");
        check.accepts("To: bob@" + "x".repeat(63) + ".org\n\n");
        check.accepts("To: bob@" + "x.".repeat(125) + "org\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@[192.0.2.1]", "bob@[IPv6:::1]", "Bob <bob@[x]>"})
    void shouldRefuseLiterals(String address) {
        check.answers("From: " + address + "\n\n", "has an address literal; write a domain name in its place");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "bob@x.org", "bob@X.Org", "bob@xn--bcher-kva.example", "bob@a_b.x.org", "bob@1.x.org", "bob@3com.com",
        "bob@x.xn--p1ai", "Bob", "", "not an address list"})
    void shouldAccept(String body) {
        check.accepts("To: " + body + "\nX-To: bob@localhost\n\n");
    }
}
