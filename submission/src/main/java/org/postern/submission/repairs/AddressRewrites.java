// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.james.core.MailAddress;

/**
 * 6409-8.8: rules by which addresses become others. The first rule that is about an address is the one that counts; what
 * it gives is looked up again until no rule is about it, so that rewriting twice is the same as once. Immutable.
 */
public final class AddressRewrites {
    private final List<AddressRewrite> rules;

    /** @throws IllegalArgumentException when rules can lead to each other for ever; the message names one of them */
    public AddressRewrites(List<AddressRewrite> rules) {
        this.rules = List.copyOf(rules);
        for (AddressRewrite rule : this.rules) {
            if (leadsBack(rule, rule, new HashSet<>())) {
                throw new IllegalArgumentException(rule + ": leads back to " + rule.from());
            }
        }
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Empty when no rule changes this address. */
    public Optional<MailAddress> rewrite(MailAddress address) {
        MailAddress current = address;
        // No rule leads back to itself, so none is needed twice.
        for (int i = 0; i < rules.size(); i++) {
            current = once(current);
        }
        return Optional.of(current).filter(rewritten -> !rewritten.toString().equals(address.toString()));
    }

    private MailAddress once(MailAddress address) {
        return rules.stream().flatMap(rule -> rule.apply(address).stream()).findFirst().orElse(address);
    }

    /** Depth first; a rule whose result it is about itself changes nothing more, and leads nowhere. */
    private boolean leadsBack(AddressRewrite rule, AddressRewrite start, Set<AddressRewrite> seen) {
        for (AddressRewrite next : rules) {
            boolean follows = !next.equals(rule) && rule.to().meets(next.from());
            if (follows && (next.equals(start) || seen.add(next) && leadsBack(next, start, seen))) {
                return true;
            }
        }
        return false;
    }
}
