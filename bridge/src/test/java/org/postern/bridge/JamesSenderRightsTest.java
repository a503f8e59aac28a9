// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.memory.MemoryDelegationStore;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.apache.james.user.memory.NaiveDelegationStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.AddressPattern;
import org.postern.submission.Credential;
import org.postern.submission.Identity;
import org.postern.submission.InternationalAddress;
import org.postern.submission.RightsUnavailableException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class JamesSenderRightsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOSS = Username.of("boss@example.org");

    private MemoryDomainList domains;
    private MemoryRecipientRewriteTable table;
    private MemoryDelegationStore delegations;
    private MemoryUsersRepository users;

    @BeforeEach
    void fillStores() throws Exception {
        domains = new MemoryDomainList(Faulty.always(DNSService.class, new IllegalStateException("no DNS here")));
        domains.configure(DomainListConfiguration.builder().autoDetect(false).autoDetectIp(false).build());
        domains.addDomain(Domain.of("example.org"));
        users = MemoryUsersRepository.withVirtualHosting(domains);
        users.addUser(ALICE, "secret");
        users.addUser(Username.of("alice+twin@example.org"), "secret");
        table = new MemoryRecipientRewriteTable();
        table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        table.addMapping(MappingSource.fromUser("sales", "example.org"), Mapping.alias("alice@example.org"));
        table.addMapping(MappingSource.fromUser("shop", "example.org"), Mapping.alias("sales@example.org"));
        table.addMapping(MappingSource.fromUser("team", "example.org"), Mapping.group("alice@example.org"));
        table.addMapping(MappingSource.fromUser("ceo", "example.org"), Mapping.forward("alice@example.org"));
        table.addMapping(MappingSource.fromUser("old", "example.org"), Mapping.address("alice@example.org"));
        table.addMapping(MappingSource.fromUser("chief", "example.org"), Mapping.alias("boss@example.org"));
        table.addMapping(MappingSource.fromDomain(Domain.of("example.com")), Mapping.domainAlias(Domain.of("example.org")));
        delegations = new MemoryDelegationStore();
        Mono.from(delegations.addAuthorizedUser(BOSS, ALICE)).block();
        Mono.from(delegations.addAuthorizedUser(ALICE, Username.of("intern@example.org"))).block();
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org,       true,  own address",
        "Alice@EXAMPLE.org,       true,  case counts for nothing",
        "alice+lists@example.org, true,  sub-address",
        "alice+a+b@example.org,   true,  sub-address with another plus",
        "alice+twin@example.org,  false, another person of that name",
        "sales@example.org,       true,  alias",
        "sales+eu@example.org,    true,  sub-address of an alias",
        "shop@example.org,        true,  alias of an alias",
        "alice@example.com,       true,  domain alias",
        "alice+x@example.com,     true,  sub-address in a domain alias",
        "bob@example.com,         false, somebody else in a domain alias",
        "boss@example.org,        true,  delegated",
        "boss+x@example.org,      true,  sub-address of a delegated address",
        "chief@example.org,       true,  alias of a delegated address",
        "intern@example.org,      false, delegation goes one way",
        "team@example.org,        false, member of a group",
        "ceo@example.org,         false, forward",
        "old@example.org,         false, address mapping",
        "bob@example.org,         false, somebody else",
        "alice@other.test,        false, same name elsewhere",
        "'\"a@b\"@example.org',   false, local-part that is no user name",
        "granted@lists.test,      true,  granted",
    })
    void shouldAllowWhatIsTheirsAndNothingElse(String address, boolean allowed, String why) throws Exception {
        JamesSenderRights rights = new JamesSenderRights(table, delegations, users, grant("alice@example.org", "*@lists.test"));

        assertThat(rights.maySendAs(identity(ALICE), new MailAddress(address))).as(why).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                sales@example.org, true,  the person's own",
        "'',                boss@example.org,  false, not said to be for that",
        "boss@example.org,  boss@example.org,  true,  said to be for that",
        "sales@example.org, boss@example.org,  false, for something else",
    })
    void shouldNotLendADelegationToEachAppPassword(String senders, String address, boolean allowed, String why) throws Exception {
        JamesSenderRights rights = new JamesSenderRights(table, delegations, users, Grants.none());
        Identity scanner = identity(ALICE).provedWith(new Credential("scanner", senders.lines().map(AddressPattern::parse).toList()));

        assertThat(rights.maySendAs(scanner, new MailAddress(address))).as(why).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "old@example.org,  true,  address mapping",
        "team@example.org, false, member of a group",
        "ceo@example.org,  false, forward",
        "bob@example.org,  false, somebody else",
    })
    void shouldTakeAddressMappingsForRightsWhereTheSiteSaysSo(String address, boolean allowed, String why) throws Exception {
        JamesSenderRights rights = new JamesSenderRights(table, delegations, users,
            Grants.parse(Xml.parse("<grants addressMappings='true'/>")));

        assertThat(rights.maySendAs(identity(ALICE), new MailAddress(address))).as(why).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "j\u00f6rg@m\u00fcller.example,       true,  own address",
        "j\u00f6rg@xn--mller-kva.example,    true,  A-labels",
        "\"J\u00d6RG\"@M\u00dcLLER.example,   true,  quotes and case",
        "jo\u0308rg@m\u00fcller.example,      true,  decomposed",
        "j\u00f6rg+news@m\u00fcller.example,  true,  sub-address",
        "j\u00f6rg+zwei@m\u00fcller.example,  false, another person of that name",
        "jo\u0308rg+zwei@m\u00fcller.example, false, another person of that name decomposed",
        "b\u00fcro@m\u00fcller.example,       true,  alias",
        "bu\u0308ro@xn--mller-kva.example,   true,  alias decomposed",
        "info@m\u00fcller.example,           true,  alias that is ASCII",
        "chef@m\u00fcller.example,           true,  delegated",
        "jorg@m\u00fcller.example,           false, somebody else",
        "j\u043erg@m\u00fcller.example,      false, looks alike",
        "j\u00f6rg@muller.example,           false, another domain",
        "j\u00f6rg@example.org,              false, same name elsewhere",
    })
    void shouldKnowInternationalMailboxInAnySpelling(String address, boolean allowed, String why) throws Exception {
        Username joerg = Username.of("j\u00f6rg@m\u00fcller.example");
        domains.addDomain(Domain.of("m\u00fcller.example"));
        users.addUser(joerg, "secret");
        users.addUser(Username.of("jo\u0308rg+zwei@m\u00fcller.example"), "secret");
        table.addMapping(MappingSource.fromUser("b\u00fcro", "m\u00fcller.example"), Mapping.alias("j\u00f6rg@m\u00fcller.example"));
        table.addMapping(MappingSource.fromUser("info", "xn--mller-kva.example"), Mapping.alias("j\u00f6rg@xn--mller-kva.example"));
        Mono.from(delegations.addAuthorizedUser(Username.of("chef@xn--mller-kva.example"), joerg)).block();
        JamesSenderRights rights = new JamesSenderRights(table, delegations, users, Grants.none());
        Identity identity = new Identity(joerg, InternationalAddress.of("j\u00f6rg@m\u00fcller.example").orElseThrow(), "PLAIN", "");

        assertThat(rights.maySendAs(identity, InternationalAddress.of(address).orElseThrow())).as(why).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "sales@example.org,    true,  it is for",
        "sales+eu@example.org, true,  sub-address",
        "news@lists.test,      true,  granted and in a domain that it is for",
        "alice@example.org,    false, own address that it is not for",
        "shop@example.org,     false, alias that it is not for",
        "granted@other.test,   false, granted and not what it is for",
        "bob@deep.example.com, false, it is for and is not theirs",
    })
    void shouldAllowOfWhatIsTheirsOnlyWhatTheAppPasswordIsFor(String address, boolean allowed, String why) throws Exception {
        JamesSenderRights rights = new JamesSenderRights(table, delegations, users, Grants.parse(Xml.parse("<grants>"
            + "<grant user='alice@example.org' as='*@lists.test'/><grant user='alice@example.org' as='*@other.test'/></grants>")));
        Identity identity = identity(ALICE).provedWith(new Credential("app",
            Stream.of("sales@example.org", "*@lists.test", "*@*.example.com").map(AddressPattern::parse).toList()));

        assertThat(rights.maySendAs(identity, new MailAddress(address))).as(why).isEqualTo(allowed);
    }

    @Test
    void shouldNotGiveTheNullReversePathToAnybody() throws Exception {
        JamesSenderRights rights = new JamesSenderRights(table, delegations, users, grant("alice@example.org", "*"));

        assertThat(rights.maySendAs(identity(ALICE), MailAddress.nullSender())).isFalse();
    }

    @Test
    void shouldQualifyUsersWithoutDomain() throws Exception {
        JamesSenderRights rights = new JamesSenderRights(table, delegations, users, Grants.none());
        Identity alice = new Identity(Username.of("alice"), new MailAddress("alice@example.org"), "", "");
        Mono.from(delegations.addAuthorizedUser(Username.of("clerk"), Username.of("alice"))).block();

        assertThat(rights.maySendAs(alice, new MailAddress("sales@example.org"))).isTrue();
        assertThat(rights.maySendAs(alice, new MailAddress("clerk@example.org"))).isTrue();
        assertThat(rights.maySendAs(alice, new MailAddress("bob@example.org"))).isFalse();
    }

    @Test
    void shouldLiveWithoutDelegationsWhenServerHasNone() throws Exception {
        JamesSenderRights rights = new JamesSenderRights(table, new NaiveDelegationStore(), users, Grants.none());

        assertThat(rights.maySendAs(identity(ALICE), new MailAddress("boss@example.org"))).isFalse();
        assertThat(rights.maySendAs(identity(ALICE), new MailAddress("sales@example.org"))).isTrue();
    }

    @Test
    void shouldSayLaterWhenRewriteTableFails() {
        assertLater(new JamesSenderRights(Faulty.always(RecipientRewriteTable.class, new RecipientRewriteTableException("down")),
            delegations, users, Grants.none()), "sales@example.org");
    }

    @Test
    void shouldSayLaterWhenRewriteTableThrowsUnchecked() {
        assertLater(new JamesSenderRights(Faulty.always(RecipientRewriteTable.class, new IllegalStateException("connection lost")),
            delegations, users, Grants.none()), "bob@example.org");
    }

    @Test
    void shouldSayLaterWhenAliasesRunInACircle() {
        table.addMapping(MappingSource.fromUser("one", "example.org"), Mapping.alias("two@example.org"));
        table.addMapping(MappingSource.fromUser("two", "example.org"), Mapping.alias("one@example.org"));

        assertLater(new JamesSenderRights(table, delegations, users, Grants.none()), "one@example.org");
    }

    @Test
    void shouldSayLaterWhenUsersFail() {
        assertLater(new JamesSenderRights(table, delegations,
            Faulty.always(UsersRepository.class, new UsersRepositoryException("down")), Grants.none()), "alice+x@example.org");
    }

    @Test
    void shouldSayLaterWhenDelegationsFail() {
        DelegationStore failing = new MemoryDelegationStore() {
            @Override
            public Flux<Username> delegatedUsers(Username baseUser) {
                return Flux.error(new IllegalStateException("connection lost"));
            }
        };
        assertLater(new JamesSenderRights(table, failing, users, Grants.none()), "bob@example.org");
    }

    @Test
    void shouldAskNoStoreForOwnAddress() throws Exception {
        IllegalStateException down = new IllegalStateException("down");
        JamesSenderRights rights = new JamesSenderRights(Faulty.always(RecipientRewriteTable.class, down),
            Faulty.always(DelegationStore.class, down), Faulty.always(UsersRepository.class, down), Grants.none());

        assertThat(rights.maySendAs(identity(ALICE), new MailAddress("alice@example.org"))).isTrue();
    }

    private static void assertLater(JamesSenderRights rights, String address) {
        assertThatThrownBy(() -> rights.maySendAs(identity(ALICE), new MailAddress(address)))
            .isInstanceOf(RightsUnavailableException.class)
            .hasMessageContaining(address);
    }

    private static Grants grant(String user, String as) throws Exception {
        return Grants.parse(Xml.parse("<grants><grant user='" + user + "' as='" + as + "'/></grants>"));
    }

    private static Identity identity(Username username) throws Exception {
        return new Identity(username, username.asMailAddress(), "PLAIN", "192.0.2.1");
    }
}
