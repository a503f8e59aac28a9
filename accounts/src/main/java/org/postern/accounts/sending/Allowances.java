// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Username;
import org.postern.accounts.LimitsFile;
import org.postern.accounts.sending.Allowance.OnExceed;
import org.postern.accounts.sending.Limit.Counted;

/**
 * How much each account may send, from {@code limits.xml}. The first element that covers an account counts, and nothing of the others;
 * who is covered by none is not limited. A name without a domain is in the default domain, too.
 *
 * <pre>{@code
 * <limit user="*@example.org" onExceed="refuse">   <!-- refuse | hold -->
 *   <messages hour="500" day="2000"/>              <!-- 0, and what is left out: no limit -->
 *   <recipients hour="2000" day="10000"/>
 *   <domains hour="500" day="2000"/>               <!-- different domains of recipients -->
 *   <held day="100"/>                              <!-- with hold: messages held; what is above is refused -->
 * </limit>
 * }</pre>
 */
@Singleton
public class Allowances {
    private static final String USER = "user";
    private static final String ON_EXCEED = "onExceed";
    private static final int MOST = 999_999_999;
    private static final int DEFAULT_HELD = 100;
    private static final Set<String> ELEMENTS = Stream.of(Counted.values()).map(Counted::element).collect(Collectors.toUnmodifiableSet());

    private final List<Rule> rules = new ArrayList<>();

    private record Rule(UserPattern users, Allowance allowance) {
    }

    /** @throws ConfigurationException when something is not as above */
    @Inject
    public Allowances(LimitsFile file) throws ConfigurationException {
        for (HierarchicalConfiguration<ImmutableNode> limit : file.limits()) {
            LimitsFile.onlyKnown(limit, ELEMENTS, Set.of(USER, ON_EXCEED));
            rules.add(new Rule(users(limit.getString("[@" + USER + "]", "").strip()), allowance(limit)));
        }
    }

    private static UserPattern users(String text) throws ConfigurationException {
        try {
            return UserPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(LimitsFile.NAME + ": <limit user=\"" + text + "\">: " + e.getMessage() + "; allowed is "
                + UserPattern.ALLOWED, e);
        }
    }

    private static Allowance allowance(HierarchicalConfiguration<ImmutableNode> limit) throws ConfigurationException {
        OnExceed onExceed = LimitsFile.word(limit, ON_EXCEED, List.of("refuse", "hold"), "refuse").equals("hold")
            ? OnExceed.HOLD : OnExceed.REFUSE;
        Map<Limit, Long> most = new EnumMap<>(Limit.class);
        for (Counted counted : Counted.values()) {
            Optional<HierarchicalConfiguration<ImmutableNode>> element = limit.configurationsAt(counted.element()).stream().findFirst();
            Set<String> windows = Limit.of(counted).map(Limit::window).collect(Collectors.toUnmodifiableSet());
            if (element.isPresent()) {
                LimitsFile.onlyKnown(element.get(), Set.of(), windows);
                for (Limit one : Limit.of(counted).toList()) {
                    most.put(one, (long) LimitsFile.number(element.get(), one.window(), 0, MOST, 0));
                }
            }
        }
        most.putIfAbsent(Limit.HELD_PER_DAY, (long) DEFAULT_HELD);
        return new Allowance(most, onExceed);
    }

    /** @param qualified the account's name with a domain: the default one, where it has none */
    Allowance of(Username account, Username qualified) {
        return rules.stream()
            .filter(rule -> rule.users().covers(account) || rule.users().covers(qualified))
            .findFirst()
            .map(Rule::allowance)
            .orElse(Allowance.UNLIMITED);
    }
}
