// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.AddressPattern;
import org.postern.submission.Credential;
import org.postern.submission.Identity;
import org.postern.submission.RightsUnavailableException;

class IdentitiesTest {
    private Identities identities;

    @BeforeEach
    void setDefaultDomain() throws Exception {
        MemoryDomainList domains = new MemoryDomainList(Faulty.always(DNSService.class, new IllegalStateException("no DNS here")));
        domains.configure(DomainListConfiguration.builder().autoDetect(false).autoDetectIp(false)
            .defaultDomain(Domain.of("example.org")).build());
        identities = new Identities(domains);
    }

    @ParameterizedTest
    @CsvSource({"alice, alice@example.org", "alice@example.com, alice@example.com"})
    void shouldGiveUserNameItsMailbox(String username, String mailbox) throws Exception {
        Identity identity = identities.identify(Username.of(username), "PLAIN", "192.0.2.1");

        assertThat(identity).isEqualTo(new Identity(Username.of(username), new MailAddress(mailbox), "PLAIN", "192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({"j\u00f6rg, example.org", "j\u00f6rg@m\u00fcller.example, xn--mller-kva.example"})
    void shouldGiveInternationalUserNameItsMailbox(String username, String domain) throws Exception {
        Identity identity = identities.identify(Username.of(username), "PLAIN", "192.0.2.1");
        FakeMail mail = FakeMail.builder().name("mail").build();
        MailAttributes.write(mail, identity);

        assertThat(identity.mailbox()).isEqualTo(new MailAddress("\"j\u00f6rg\"@" + domain));
        assertThat(identities.of(mail)).contains(identity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"al ice@example.org", "alice@stra\u00dfe.de"})
    void shouldSayThatUserNameMakesNoAddress(String username) {
        assertThatThrownBy(() -> identities.identify(Username.of(username), "", ""))
            .isInstanceOf(RightsUnavailableException.class).hasMessageContaining("makes no mail address");
    }

    @Test
    void shouldReadWhatWasWritten() throws Exception {
        Identity written = new Identity(Username.of("alice"), new MailAddress("a.liddell@example.com"), "PLAIN", "192.0.2.1");
        FakeMail mail = FakeMail.builder().name("mail").build();

        MailAttributes.write(mail, written);

        assertThat(identities.of(mail)).contains(written);
    }

    @Test
    void shouldReadWhatLimitsTheSecret() throws Exception {
        Credential credential = new Credential("scanner", Stream.of("news@example.org", "*@lists.example.org", "*@*.example.org",
            "\"a b\"@example.org").map(AddressPattern::parse).toList());
        Identity written = identities.identify(Username.of("alice"), "PLAIN", "192.0.2.1").provedWith(credential);
        FakeMail mail = FakeMail.builder().name("mail").build();

        MailAttributes.write(mail, written);

        assertThat(identities.of(mail)).contains(written);
    }

    /** Nobody gets all rights because a limit cannot be read. */
    @Test
    void shouldSayLaterWhenTheLimitCannotBeRead() throws Exception {
        FakeMail mail = FakeMail.builder().name("mail").build();
        MailAttributes.write(mail, identities.identify(Username.of("alice"), "PLAIN", "192.0.2.1"));
        MailAttributes.write(mail, MailAttributes.CREDENTIAL_SENDERS, "no address");

        assertThatThrownBy(() -> identities.of(mail)).isInstanceOf(RightsUnavailableException.class);
    }

    @Test
    void shouldFallBackToAuthenticatedUserOfStockJames() throws Exception {
        FakeMail mail = FakeMail.builder().name("mail").remoteAddr("192.0.2.7")
            .attribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("alice"))).build();

        assertThat(identities.of(mail))
            .contains(new Identity(Username.of("alice"), new MailAddress("alice@example.org"), "", "192.0.2.7"));
    }

    @Test
    void shouldFindNobodyBehindMailWithoutAuthentication() throws Exception {
        assertThat(identities.of(FakeMail.builder().name("mail").build())).isEqualTo(Optional.empty());
    }

    @Test
    void shouldFindNobodyBehindBounceThatInheritedAttributes() throws Exception {
        FakeMail bounce = FakeMail.builder().name("mail").attribute(Mail.SENT_BY_MAILET_ATTRIBUTE).build();
        MailAttributes.write(bounce, identities.identify(Username.of("alice"), "PLAIN", "192.0.2.1"));

        assertThat(identities.of(bounce)).isEqualTo(Optional.empty());
    }

    @Test
    void shouldSayLaterWhenDefaultDomainIsNotKnown() {
        Identities faulty = new Identities(Faulty.always(DomainList.class, new DomainListException("down")));

        assertThatThrownBy(() -> faulty.identify(Username.of("alice"), "", ""))
            .isInstanceOf(RightsUnavailableException.class);
    }
}
