// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields in which two headers differ, by name in lower case.
 *
 * @param added only in the second
 * @param changed in both, with other octets
 * @param removed only in the first
 */
record Repairs(Set<String> added, Set<String> changed, Set<String> removed) {
    static final Repairs NONE = new Repairs(Set.of(), Set.of(), Set.of());

    Repairs {
        added = Set.copyOf(added);
        changed = Set.copyOf(changed);
        removed = Set.copyOf(removed);
    }

    static Repairs adding(String... names) {
        return new Repairs(Set.of(names), Set.of(), Set.of());
    }

    static Repairs changing(String... names) {
        return new Repairs(Set.of(), Set.of(names), Set.of());
    }

    static Repairs removing(String... names) {
        return new Repairs(Set.of(), Set.of(), Set.of(names));
    }

    static Repairs between(Header sent, Header received) {
        Set<String> before = sent.keys();
        Set<String> after = received.keys();
        return new Repairs(minus(after, before), before.stream()
            .filter(after::contains)
            .filter(name -> !sent.named(name).equals(received.named(name)))
            .collect(Collectors.toSet()), minus(before, after));
    }

    private static Set<String> minus(Set<String> all, Set<String> others) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    boolean none() {
        return equals(NONE);
    }

    /** In words; a single new field with its value. */
    String describe(Header received) {
        return Stream.of(phrase("added", added, received), phrase("now", changed, received), phrase("removed", removed, received))
            .filter(phrase -> !phrase.isEmpty())
            .collect(Collectors.joining("; "));
    }

    private static String phrase(String verb, Set<String> names, Header received) {
        if (names.isEmpty()) {
            return "";
        }
        List<Header.Field> fields = received.fields().stream().filter(field -> names.contains(field.key())).toList();
        if (fields.size() == 1) {
            return verb + " " + fields.get(0).name() + ": " + fields.get(0).value();
        }
        return verb + " " + (fields.isEmpty() ? names.stream().map(Repairs::capitalised).sorted()
            : fields.stream().map(Header.Field::name)).collect(Collectors.joining(", "));
    }

    private static String capitalised(String name) {
        return Stream.of(name.split("-"))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining("-"));
    }
}
