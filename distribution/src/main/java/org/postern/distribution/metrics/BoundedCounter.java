// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/** A counter with labels, of which there are only so many series, whatever somebody makes us say: all further ones are one. */
final class BoundedCounter {

    /** In place of each label of a series too many. */
    static final String OTHER = "other";
    private static final int MOST = 300;

    private final Counter counter;
    private final List<String> others;
    private final int most;
    private final Map<List<String>, Counter.Child> series = new ConcurrentHashMap<>();

    private BoundedCounter(Counter counter, List<String> others, int most) {
        this.counter = counter;
        this.others = others;
        this.most = most;
    }

    static BoundedCounter in(CollectorRegistry registry, String name, String help, String... labels) {
        return in(registry, MOST, name, help, labels);
    }

    static BoundedCounter in(CollectorRegistry registry, int most, String name, String help, String... labels) {
        return new BoundedCounter(Counter.build(name, help).labelNames(labels).register(registry),
            Collections.nCopies(labels.length, OTHER), most);
    }

    /** @param values of the labels, in their order */
    void add(double amount, String... values) {
        List<String> labels = List.of(values);
        Counter.Child one = series.get(labels);
        if (one == null) {
            one = open(series.size() < most ? labels : others);
        }
        one.inc(amount);
    }

    private Counter.Child open(List<String> labels) {
        return series.computeIfAbsent(labels, some -> counter.labels(some.toArray(String[]::new)));
    }
}
