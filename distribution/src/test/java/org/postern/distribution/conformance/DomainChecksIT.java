// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** RFC 6409 §3.2 and RFC 7505: what the DNS knows of the two ends of a message is told at MAIL and RCPT. */
class DomainChecksIT {
    @OverTheWire
    @Requirement("6409-3.2a")
    void shouldRefuseAReversePathThatNoReportCouldReach(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@nowhere.invalid>
            S: 550 5.1.8
            C: MAIL FROM:<ann@nullmx.test>
            S: 550 5.7.27
            C: MAIL FROM:<ann@silent.test>
            S: 250 2.1.0
            """);
    }

    @OverTheWire
    @Requirement("7505")
    void shouldRefuseRecipientsOfADomainThatTakesNoMail(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<bob@nullmx.test>
            S: 556 5.1.10
            C: RCPT TO:<bob@elsewhere.test>
            S: 250 2.1.5
            """);
    }

    @OverTheWire
    @Requirement("5321-5.1")
    void shouldRefuseRecipientsOfADomainThatDoesNotExist(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<bob@nowhere.invalid>
            S: 550 5.1.2
            C: RCPT TO:<bob@hostless.test>
            S: 550 5.1.2
            """);
    }

    @OverTheWire
    @Requirement({"5321-5.1", "6409-5.3"})
    void shouldRefuseNobodyAndWaitNotLongWhenTheDnsIsSilent(Wire wire) throws Exception {
        Client client = wire.ann().play("""
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<bob@silent.test>
            S: 250 2.1.5
            """);

        assertThat(client.longestWait()).isLessThan(Duration.ofMinutes(2));
    }
}
