// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.postern.submission.InternationalAddress;

/**
 * 6409-8.8: rules by which addresses become others. The first rule that is about an address is the one that counts; what
 * it gives is looked up again until no rule changes it, so that rewriting twice is the same as once. Immutable.
 */
public final class AddressRewrites {
    private final Map<String, Numbered> byAddress = new HashMap<>();
    private final Map<Domain, Numbered> byDomain = new HashMap<>();

    /** A rule and its place among the others. */
    private record Numbered(int number, AddressRewrite rule) {
    }

    /** @throws IllegalArgumentException when rules can lead to each other for ever; the message names one of them */
    public AddressRewrites(List<AddressRewrite> rules) {
        for (int i = 0; i < rules.size(); i++) {
            AddressRewrite rule = rules.get(i);
            Numbered numbered = new Numbered(i, rule);
            rule.from().address().map(InternationalAddress::identifier).ifPresentOrElse(
                identifier -> byAddress.putIfAbsent(identifier, numbered),
                () -> byDomain.putIfAbsent(rule.from().domain(), numbered));
        }
        Circle.in(followers()).flatMap(nodes -> nodes.stream().filter(AddressRewrite.class::isInstance).findFirst())
            .map(AddressRewrite.class::cast)
            .ifPresent(rule -> {
                throw new IllegalArgumentException(rule + ": leads back to " + rule.from());
            });
    }

    public boolean isEmpty() {
        return byAddress.isEmpty() && byDomain.isEmpty();
    }

    /** Empty when no rule changes this address. */
    public Optional<MailAddress> rewrite(MailAddress address) {
        MailAddress current = address;
        MailAddress next = once(current);
        while (!next.toString().equals(current.toString())) {
            current = next;
            next = once(current);
        }
        return Optional.of(current).filter(rewritten -> !rewritten.toString().equals(address.toString()));
    }

    private MailAddress once(MailAddress address) {
        return about(address).min(Comparator.comparingInt(Numbered::number))
            .flatMap(first -> first.rule().apply(address)).orElse(address);
    }

    private Stream<Numbered> about(MailAddress address) {
        return Stream.of(Optional.ofNullable(byAddress.get(InternationalAddress.identifier(address))),
            Optional.ofNullable(byDomain.get(address.getDomain()))).flatMap(Optional::stream);
    }

    /** What can come after each rule. A domain stands for all rules about its addresses, so that no rule lists them again. */
    private Map<Object, List<Object>> followers() {
        Map<Object, List<Object>> followers = new HashMap<>();
        Stream.of(byAddress, byDomain).flatMap(kept -> kept.values().stream()).map(Numbered::rule).forEach(rule -> {
            followers.put(rule, rule.to().address().map(address -> after(rule, address)).orElseGet(() -> after(rule)));
            followers.computeIfAbsent(rule.from().domain(), domain -> new ArrayList<>()).add(rule);
        });
        return followers;
    }

    /** A rule that is about its own result changes nothing more. */
    private List<Object> after(AddressRewrite rule, MailAddress result) {
        return about(result).map(Numbered::rule).filter(next -> !next.equals(rule)).map(Object.class::cast).toList();
    }

    /** A rule that leaves addresses where they are leads nowhere. */
    private static List<Object> after(AddressRewrite rule) {
        return rule.from().domain().equals(rule.to().domain()) ? List.of() : List.of(rule.to().domain());
    }
}
