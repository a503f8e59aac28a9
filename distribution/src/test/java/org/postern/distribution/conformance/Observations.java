// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tests have seen, by the row that they cover. */
final class Observations {
    private final SortedMap<String, SortedMap<String, Set<String>>> seen = new TreeMap<>();
    private final SortedMap<String, Set<Port>> ports = new TreeMap<>();

    void add(String row, Port port, String test, Collection<String> replies) {
        seen.computeIfAbsent(row, id -> new TreeMap<>()).computeIfAbsent(test, name -> new LinkedHashSet<>()).addAll(replies);
        ports.computeIfAbsent(row, id -> EnumSet.noneOf(Port.class)).add(port);
    }

    Set<String> rows() {
        return seen.keySet();
    }

    /** The names of the tests that have passed, in order. */
    List<String> tests(String row) {
        return List.copyOf(seen.getOrDefault(row, new TreeMap<>()).keySet());
    }

    Set<Port> ports(String row) {
        return ports.getOrDefault(row, Set.of());
    }

    /** One for each pair of reply code and enhanced status code, the first in the order of the tests. */
    List<String> replies(String row) {
        Map<String, String> byCode = new TreeMap<>();
        seen.getOrDefault(row, new TreeMap<>()).values().stream()
            .flatMap(Set::stream)
            .forEach(reply -> byCode.putIfAbsent(ObservedReply.code(reply), reply));
        return List.copyOf(byCode.values());
    }
}
