// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;

import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.junit.jupiter.api.Test;
import org.postern.submission.MailDomains;
import org.postern.submission.MailDomains.Standing;

class JamesMailDomainsTest {
    private static final Domain DOMAIN = Domain.of("example.net");

    @Test
    void shouldTellOfAStockDnsOnlyWhatItIsSureOf() {
        assertThat(standing(List.of("mx.example.net."))).isEqualTo(Standing.TAKES_MAIL);
        assertThat(standing(List.of("."))).isEqualTo(Standing.NULL_MX);
        assertThat(standing(List.of(".", "mx.example.net."))).isEqualTo(Standing.TAKES_MAIL);
        assertThat(standing(List.of())).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void shouldSayNothingWhenTheDnsFails() {
        for (Exception fault : List.of(new TemporaryResolutionException("down"), new IllegalStateException("down"))) {
            assertThat(new JamesMailDomains(Faulty.always(DNSService.class, fault)).standing(DOMAIN)).isEqualTo(Standing.UNKNOWN);
        }
    }

    @Test
    void shouldBelieveADnsThatCanTell() {
        DNSService teller = (DNSService) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {DNSService.class, MailDomains.class}, (proxy, method, arguments) -> Standing.NO_HOST);

        assertThat(new JamesMailDomains(teller).standing(DOMAIN)).isEqualTo(Standing.NO_HOST);
    }

    private static Standing standing(List<String> hosts) {
        return new JamesMailDomains((DNSService) Proxy.newProxyInstance(JamesMailDomainsTest.class.getClassLoader(),
            new Class<?>[] {DNSService.class}, (proxy, method, arguments) -> hosts)).standing(DOMAIN);
    }
}
