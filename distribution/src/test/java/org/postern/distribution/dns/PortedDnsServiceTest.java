// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.distribution.testing.TestDns;
import org.postern.submission.MailDomains;
import org.xbill.DNS.Type;

/** A DNS that fails says nothing about a domain. */
@Timeout(60)
class PortedDnsServiceTest {

    private TestDns dns;
    private PortedDnsService service;

    @BeforeEach
    void start() throws Exception {
        dns = TestDns.start();
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("autodiscover", false);
        configuration.addProperty("setAsDNSJavaDefault", false);
        configuration.addProperty("servers.server", dns.address());
        configuration.addProperty("mxPort", 2525);
        service = new PortedDnsService(new DropWizardMetricFactory(new MetricRegistry()));
        service.configure(configuration);
        service.init();
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void shouldFindTheHosts() throws Exception {
        assertThat(service.findMXRecords("people.test")).containsExactly("mx.test.:2525");
    }

    /** RFC 5321 §5.1: the hosts of an alias are those of its true name. */
    @Test
    void shouldFollowAnAlias() throws Exception {
        assertThat(service.findMXRecords("alias.test")).containsExactly("mx.test.:2525");
    }

    @Test
    void shouldFindNoneWhenTheDomainDoesNotExist() throws Exception {
        assertThat(service.findMXRecords("nowhere.invalid")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"people.test, TAKES_MAIL", "address.test, TAKES_MAIL", "nowhere.invalid, NO_SUCH_DOMAIN", "hostless.test, NO_HOST",
        "nullmx.test, NULL_MX", "silent.test, UNKNOWN", "b\u00fccher.test, TAKES_MAIL"})
    void shouldTellWhyNothingIsFound(String domain, MailDomains.Standing standing) {
        assertThat(service.standing(Domain.of(domain))).isEqualTo(standing);
    }

    @ParameterizedTest
    @CsvSource({"people.test, 15", "address.test, 1", "address.test, 15", "hostless.test, 1", "hostless.test, 28", "nowhere.invalid, 15"})
    void shouldNotJudgeADomainWhenTheServerFails(String domain, int type) {
        dns.failing(type);

        assertThat(service.standing(Domain.of(domain))).isEqualTo(MailDomains.Standing.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {Type.MX, Type.A})
    void shouldHaveNoAnswerWhenTheServerFails(int type) {
        dns.failing(type);

        assertThatThrownBy(() -> service.findMXRecords("people.test")).isInstanceOf(TemporaryResolutionException.class);
    }
}
