// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.junit.jupiter.api.Test;
import org.postern.accounts.Ticking;
import org.postern.accounts.Xml;
import org.postern.bridge.Identities;
import org.postern.bridge.StoreCalls;

class SendingLimitsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOSS = Username.of("boss@example.org");

    private final Ticking clock = new Ticking();
    private final Kept store = new Kept();

    @Test
    void shouldTakeAsManyMessagesAsAllowedAndSayWhenThereIsRoom() throws Exception {
        SendingLimits limits = limits("<limit user='*'><messages hour='2' day='3'/></limit>");

        assertThat(send(limits, ALICE)).isEmpty();
        assertThat(send(limits, ALICE)).isEmpty();
        assertThat(send(limits, ALICE)).contains(new Exceeded(ALICE, Limit.MESSAGES_PER_HOUR, 2, Duration.ofMinutes(30)));
        assertThat(send(limits, BOSS)).as("somebody else").isEmpty();
        clock.pass(Duration.ofMinutes(30));
        assertThat(send(limits, ALICE)).isEmpty();
        clock.pass(Duration.ofMinutes(60));
        assertThat(send(limits, ALICE)).hasValueSatisfying(exceeded -> {
            assertThat(exceeded.limit()).isEqualTo(Limit.MESSAGES_PER_DAY);
            assertThat(exceeded.words()).isEqualTo("3 messages a day");
        });
    }

    @Test
    void shouldGiveBackWhatCameToNothing() throws Exception {
        SendingLimits limits = limits("<limit user='*'><messages hour='1'/><recipients hour='2'/><domains hour='1'/></limit>");
        Outlay refused = limits.begin(List.of(ALICE));
        assertThat(refused.message()).isEmpty();
        assertThat(refused.recipient(Domain.of("a.test"))).isEmpty();
        assertThat(limits.begin(List.of(ALICE)).message()).as("at the same time").isPresent();
        refused.giveBack();
        refused.giveBack();

        Outlay accepted = limits.begin(List.of(ALICE));
        assertThat(accepted.message()).isEmpty();
        assertThat(accepted.recipient(Domain.of("b.test"))).isEmpty();
        accepted.refuseRecipient();
        assertThat(accepted.recipient(Domain.of("c.test"))).isEmpty();
        assertThat(accepted.recipient(Domain.of("d.test"))).map(Exceeded::limit).contains(Limit.DOMAINS_PER_HOUR);
        assertThat(accepted.recipient(Domain.of("c.test"))).as("the recipient above was given back").isEmpty();
        assertThat(accepted.recipient(Domain.of("c.test"))).map(Exceeded::limit).contains(Limit.RECIPIENTS_PER_HOUR);
        accepted.accepted();
        accepted.giveBack();
        assertThat(limits.begin(List.of(ALICE)).message()).as("spent for good").isPresent();
    }

    @Test
    void shouldCountADomainOnceInItsTime() throws Exception {
        SendingLimits limits = limits("<limit user='*'><domains hour='2' day='3'/></limit>");
        Outlay outlay = limits.begin(List.of(ALICE));
        for (String domain : List.of("a.test", "b.test", "A.test", "b.test")) {
            assertThat(outlay.recipient(Domain.of(domain))).isEmpty();
        }
        assertThat(outlay.recipient(Domain.of("c.test"))).map(Exceeded::words).contains("2 domains of recipients an hour");

        clock.pass(Duration.ofHours(1));
        assertThat(outlay.recipient(Domain.of("c.test"))).isEmpty();
        assertThat(outlay.recipient(Domain.of("a.test"))).as("known for the day").isEmpty();
        assertThat(outlay.recipient(Domain.of("d.test"))).map(Exceeded::limit).contains(Limit.DOMAINS_PER_DAY);
    }

    /** A message that is given up must not make free what another one costs. */
    @Test
    void shouldForgetADomainWhenNothingCameOfAnyMessageToIt() throws Exception {
        SendingLimits limits = limits("<limit user='*'><domains hour='1'/></limit>");
        Outlay first = limits.begin(List.of(ALICE));
        Outlay second = limits.begin(List.of(ALICE));
        assertThat(first.recipient(Domain.of("a.test"))).isEmpty();
        assertThat(second.recipient(Domain.of("a.test"))).as("known").isEmpty();
        first.giveBack();
        assertThat(second.recipient(Domain.of("b.test"))).map(Exceeded::limit).contains(Limit.DOMAINS_PER_HOUR);
        second.accepted();
        Outlay third = limits.begin(List.of(ALICE));
        assertThat(third.recipient(Domain.of("a.test"))).as("known").isEmpty();
        third.giveBack();
        assertThat(third.recipient(Domain.of("b.test"))).isPresent();

        Outlay other = limits.begin(List.of(BOSS));
        other.recipient(Domain.of("a.test"));
        other.recipient(Domain.of("a.test"));
        other.giveBack();
        assertThat(other.recipient(Domain.of("b.test"))).as("nothing came of either").isEmpty();
    }

    @Test
    void shouldKnowADomainForItsTimeAfterTheLastMessage() throws Exception {
        SendingLimits limits = limits("<limit user='*'><domains hour='1'/></limit>");
        for (int i = 0; i < 3; i++) {
            Outlay outlay = limits.begin(List.of(ALICE));
            assertThat(outlay.recipient(Domain.of("a.test"))).isEmpty();
            outlay.accepted();
            clock.pass(Duration.ofMinutes(40));
        }

        assertThat(limits.begin(List.of(ALICE)).recipient(Domain.of("b.test"))).as("an hour after the only one that cost").isEmpty();
        assertThat(limits.begin(List.of(ALICE)).recipient(Domain.of("a.test"))).as("still known").isEmpty();
    }

    @Test
    void shouldNotKnowADomainForLongerForMessagesThatComeToNothing() throws Exception {
        SendingLimits limits = limits("<limit user='*'><domains hour='1'/></limit>");
        Outlay accepted = limits.begin(List.of(ALICE));
        assertThat(accepted.recipient(Domain.of("a.test"))).isEmpty();
        accepted.accepted();
        clock.pass(Duration.ofMinutes(40));
        Outlay nothing = limits.begin(List.of(ALICE));
        assertThat(nothing.recipient(Domain.of("a.test"))).as("known").isEmpty();
        nothing.giveBack();
        clock.pass(Duration.ofMinutes(40));

        Outlay next = limits.begin(List.of(ALICE));
        assertThat(next.recipient(Domain.of("a.test"))).isEmpty();
        assertThat(next.recipient(Domain.of("b.test"))).as("the other one cost anew").isPresent();
    }

    @Test
    void shouldKnowADomainFromWhenItsMessageIsTaken() throws Exception {
        SendingLimits limits = limits("<limit user='*'><domains hour='1'/></limit>");
        Outlay slow = limits.begin(List.of(ALICE));
        assertThat(slow.recipient(Domain.of("a.test"))).isEmpty();
        clock.pass(Duration.ofMinutes(61));
        Outlay other = limits.begin(List.of(ALICE));
        assertThat(other.recipient(Domain.of("b.test"))).isEmpty();
        slow.accepted();

        assertThat(other.recipient(Domain.of("a.test"))).isEmpty();
        assertThat(other.recipient(Domain.of("c.test"))).isPresent();
    }

    @Test
    void shouldGiveBackEqualCostsOfOtherRecipientsToo() throws Exception {
        SendingLimits limits = limits("<limit user='*'><recipients hour='3'/></limit>");
        Outlay outlay = limits.begin(List.of(ALICE));
        for (int i = 0; i < 3; i++) {
            assertThat(outlay.recipient(Domain.of("a.test"))).isEmpty();
        }
        outlay.refuseRecipient();
        outlay.giveBack();

        Outlay next = limits.begin(List.of(ALICE));
        for (int i = 0; i < 3; i++) {
            assertThat(next.recipient(Domain.of("a.test"))).isEmpty();
        }
    }

    @Test
    void shouldChargeBothWhosePasswordItIsAndWhomTheyActAs() throws Exception {
        SendingLimits limits = limits("<limit user='alice@example.org'><messages day='2'/></limit>"
            + "<limit user='boss@example.org'><messages day='1'/></limit>");

        assertThat(send(limits, ALICE, BOSS)).isEmpty();
        assertThat(send(limits, ALICE, BOSS)).map(Exceeded::account).contains(BOSS);
        assertThat(send(limits, ALICE)).as("what the boss had no room for cost Alice nothing").isEmpty();
        assertThat(send(limits, ALICE)).map(Exceeded::account).contains(ALICE);
    }

    @Test
    void shouldHoldWhatIsAboveAndRefuseWhatIsMuchAbove() throws Exception {
        SendingLimits limits = limits("<limit user='*' onExceed='hold'><messages day='1'/><recipients day='2'/><held day='1'/></limit>");
        Outlay within = limits.begin(List.of(ALICE));
        assertThat(within.message()).isEmpty();
        assertThat(within.recipient(Domain.of("a.test"))).isEmpty();
        assertThat(within.review()).isEmpty();
        within.accepted();

        Outlay above = limits.begin(List.of(ALICE));
        assertThat(above.message()).isEmpty();
        assertThat(above.review()).map(Exceeded::limit).contains(Limit.MESSAGES_PER_DAY);
        assertThat(above.recipient(Domain.of("a.test"))).isEmpty();
        assertThat(above.recipient(Domain.of("a.test"))).as("above a second limit").isEmpty();
        Outlay second = limits.begin(List.of(ALICE));
        assertThat(second.message()).map(Exceeded::limit).contains(Limit.HELD_PER_DAY);
        above.giveBack();
        second.giveBack();
        assertThat(limits.begin(List.of(ALICE)).message()).isEmpty();
    }

    @Test
    void shouldKeepCountsOverARestart() throws Exception {
        String rules = "<limit user='*'><messages hour='2' day='10'/></limit>";
        SendingLimits before = limits(rules);
        send(before, ALICE);
        send(before, ALICE);
        before.save();
        before.save();
        assertThat(store.saves).as("only what changed").isEqualTo(1);

        assertThat(send(limits(rules), ALICE)).map(Exceeded::limit).contains(Limit.MESSAGES_PER_HOUR);
        clock.pass(Duration.ofMinutes(31));
        assertThat(send(limits(rules), ALICE)).as("time passes while nothing runs").isEmpty();
        assertThat(send(limits("<limit user='*'><messages hour='5'/></limit>"), ALICE)).as("more is allowed now").isEmpty();
    }

    @Test
    void shouldCountAllSpellingsOfANameForOne() throws Exception {
        Username stored = Username.of("j\u00f6rg@m\u00fcller.example");
        Username typed = Username.of("jo\u0308rg@xn--mller-kva.example");
        SendingLimits limits = limits("<limit user='j\u00f6rg@xn--mller-kva.example'><messages hour='2'/></limit>");

        assertThat(send(limits, stored, typed)).isEmpty();
        assertThat(send(limits, typed)).isEmpty();
        assertThat(send(limits, stored)).isPresent();
    }

    @Test
    void shouldLimitABareNameAsOneOfTheDefaultDomain() throws Exception {
        SendingLimits limits = limits("<limit user='*@example.org'><messages hour='1'/></limit>");
        Username ann = Username.of("ann");

        assertThat(send(limits, ann)).isEmpty();
        assertThat(send(limits, ann)).isPresent();
    }

    @Test
    void shouldLimitNobodyForAFaultOfTheStore() throws Exception {
        store.fails = true;
        SendingLimits limits = limits("<limit user='*'><messages hour='1'/></limit>");
        assertThat(send(limits, ALICE)).isEmpty();
        limits.save();
        store.fails = false;
        limits.save();

        assertThat(store.kept).containsOnlyKeys(ALICE);
    }

    private SendingLimits limits(String rules) throws Exception {
        return new SendingLimits(new Allowances(Xml.limits(rules)), new Identities(domains()), store, new StoreCalls(), clock);
    }

    private static DomainList domains() throws Exception {
        MemoryDomainList domains = new MemoryDomainList(null);
        domains.configure(DomainListConfiguration.builder().autoDetect(false).autoDetectIp(false)
            .defaultDomain(Domain.of("example.org")).build());
        return domains;
    }

    private static Optional<Exceeded> send(SendingLimits limits, Username... accounts) {
        Outlay outlay = limits.begin(List.of(accounts));
        Optional<Exceeded> exceeded = outlay.message();
        if (exceeded.isPresent()) {
            outlay.giveBack();
        } else {
            outlay.accepted();
        }
        return exceeded;
    }

    private static final class Kept implements UsageStore {
        private final Map<Username, Used> kept = new HashMap<>();
        private int saves;
        private boolean fails;

        @Override
        public Optional<Used> find(Username account) throws IOException {
            ask();
            return Optional.ofNullable(kept.get(account)).map(used -> Used.parse(used.at(), used.text()));
        }

        @Override
        public void save(Map<Username, Used> changed) throws IOException {
            ask();
            saves++;
            kept.putAll(changed);
        }

        private void ask() throws IOException {
            if (fails) {
                throw new IOException("no store");
            }
        }
    }
}
