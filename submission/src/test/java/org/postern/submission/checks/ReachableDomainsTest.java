// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.MailDomains.Standing;
import org.postern.submission.Reply;
import org.postern.submission.Verdict;

class ReachableDomainsTest {
    @ParameterizedTest
    @CsvSource({
        "TAKES_MAIL,     accept,     accept",
        "UNKNOWN,        accept,     accept",
        "NO_SUCH_DOMAIN, 550 5.1.2,  550 5.1.8",
        "NO_HOST,        550 5.1.2,  550 5.1.8",
        "NULL_MX,        556 5.1.10, 550 5.7.27",
    })
    void shouldRefuseWhatTheDnsIsSureOf(Standing standing, String recipient, String reversePath) throws Exception {
        ReachableDomains domains = new ReachableDomains(domain -> standing);

        assertThat(shown(domains.recipient(new MailAddress("bob@example.net")))).startsWith(recipient);
        assertThat(shown(domains.reversePath(MaybeSender.getMailSender("ann@example.org")))).startsWith(reversePath);
    }

    @Test
    void shouldNotLookUpTheNullReversePath() {
        ReachableDomains domains = new ReachableDomains(domain -> {
            throw new AssertionError("asked for " + domain);
        });

        assertThat(domains.reversePath(MaybeSender.nullSender())).isEqualTo(Verdict.ACCEPT);
    }

    @Test
    void shouldNameTheDomain() throws Exception {
        assertThat(shown(new ReachableDomains(domain -> Standing.NO_SUCH_DOMAIN).recipient(new MailAddress("bob@exmaple.net"))))
            .isEqualTo("550 5.1.2 The recipient's domain 'exmaple.net' does not exist; check how it is spelt");
    }

    private static String shown(Verdict verdict) {
        return verdict.answer().map(Reply::toString).orElse("accept");
    }
}
