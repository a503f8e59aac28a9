// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A circle in what follows what. Goes over each step once, and as deep as there are steps without a call for each. */
final class Circle {
    private record Visit<T>(T node, Iterator<T> rest) {
    }

    private Circle() {
    }

    /** The members of one circle, if there is any. */
    static <T> Optional<List<T>> in(Map<T, List<T>> followers) {
        Set<T> seen = new HashSet<>();
        return followers.keySet().stream().filter(seen::add).flatMap(start -> from(start, followers, seen).stream()).findFirst();
    }

    private static <T> Optional<List<T>> from(T start, Map<T, List<T>> followers, Set<T> seen) {
        Deque<Visit<T>> visits = new ArrayDeque<>();
        Set<T> path = new LinkedHashSet<>(List.of(start));
        visits.push(new Visit<>(start, rest(start, followers)));
        while (!visits.isEmpty()) {
            Visit<T> visit = visits.peek();
            if (!visit.rest().hasNext()) {
                path.remove(visits.pop().node());
                continue;
            }
            T next = visit.rest().next();
            if (path.contains(next)) {
                return Optional.of(since(next, path));
            }
            if (seen.add(next)) {
                path.add(next);
                visits.push(new Visit<>(next, rest(next, followers)));
            }
        }
        return Optional.empty();
    }

    private static <T> Iterator<T> rest(T node, Map<T, List<T>> followers) {
        return followers.getOrDefault(node, List.of()).iterator();
    }

    private static <T> List<T> since(T node, Collection<T> path) {
        return path.stream().dropWhile(passed -> !passed.equals(node)).toList();
    }
}
