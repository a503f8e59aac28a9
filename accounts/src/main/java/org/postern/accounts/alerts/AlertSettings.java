// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.alerts;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.accounts.LimitsFile;
import org.postern.accounts.alerts.Alert.Kind;

/**
 * When an alert is raised, and whether it suspends the account; from {@code limits.xml}.
 *
 * <pre>{@code
 * <alerts>
 *   <refusedRecipients percent="30" of="20" minutes="10" suspend="false"/>   <!-- percent="0": no such alert -->
 *   <newNetworks count="10" minutes="60" suspend="false"/>                   <!-- count="0": no such alert -->
 *   <limitReached suspend="false"/>
 * </alerts>
 * }</pre>
 *
 * @param refusedPercent share of refused recipients above which it is too much; 0 for no such alert
 * @param refusedOf recipients below which no share says anything
 * @param refusedWithin what is older is forgotten
 * @param networks from which an account is used within the time that are too many; 0 for no such alert
 * @param networksWithin what is older is forgotten
 * @param suspending the kinds whose alert suspends the account
 */
public record AlertSettings(int refusedPercent, int refusedOf, Duration refusedWithin, int networks, Duration networksWithin,
        Set<Kind> suspending) {
    private static final String REFUSED = "refusedRecipients";
    private static final String NETWORKS = "newNetworks";
    private static final String LIMIT = "limitReached";
    private static final String MINUTES = "minutes";
    private static final String SUSPEND = "suspend";
    private static final int MOST = 100_000;

    public AlertSettings {
        suspending = Set.copyOf(suspending);
    }

    /** @throws ConfigurationException when something is not as above */
    public static AlertSettings parse(LimitsFile file) throws ConfigurationException {
        LimitsFile.onlyKnown(file.alerts(), Set.of(REFUSED, NETWORKS, LIMIT), Set.of());
        HierarchicalConfiguration<ImmutableNode> refused = element(file, REFUSED, Set.of("percent", "of", MINUTES, SUSPEND));
        HierarchicalConfiguration<ImmutableNode> networks = element(file, NETWORKS, Set.of("count", MINUTES, SUSPEND));
        HierarchicalConfiguration<ImmutableNode> limit = element(file, LIMIT, Set.of(SUSPEND));
        Set<Kind> suspending = EnumSet.noneOf(Kind.class);
        if (suspends(refused)) {
            suspending.add(Kind.REFUSED_RECIPIENTS);
        }
        if (suspends(networks)) {
            suspending.add(Kind.NEW_NETWORKS);
        }
        if (suspends(limit)) {
            suspending.add(Kind.LIMIT_REACHED);
        }
        return new AlertSettings(
            LimitsFile.number(refused, "percent", 0, 100, 30),
            LimitsFile.number(refused, "of", 1, MOST, 20),
            Duration.ofMinutes(LimitsFile.number(refused, MINUTES, 1, MOST, 10)),
            LimitsFile.number(networks, "count", 0, MOST, 10),
            Duration.ofMinutes(LimitsFile.number(networks, MINUTES, 1, MOST, 60)),
            suspending);
    }

    private static HierarchicalConfiguration<ImmutableNode> element(LimitsFile file, String name, Set<String> attributes)
            throws ConfigurationException {
        List<HierarchicalConfiguration<ImmutableNode>> found = file.alerts().configurationsAt(name);
        if (found.isEmpty()) {
            return new BaseHierarchicalConfiguration();
        }
        LimitsFile.onlyKnown(found.get(0), Set.of(), attributes);
        return found.get(0);
    }

    private static boolean suspends(HierarchicalConfiguration<ImmutableNode> element) throws ConfigurationException {
        return LimitsFile.word(element, SUSPEND, List.of("true", "false"), "false").equals("true");
    }

    boolean suspends(Kind kind) {
        return suspending.contains(kind);
    }
}
