// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.util.List;

import org.postern.benchmarks.load.Load.Plan;

/**
 * What clients do.
 *
 * @param name by which it is chosen
 * @param says in a few words
 * @param size of a message in octets
 * @param recipients of a message
 * @param keepConnections or a connection, a whole TLS handshake and a login for each message
 */
record Workload(String name, String says, int size, int recipients, boolean keepConnections) {
    static final List<Workload> ALL = List.of(
        new Workload("4k", "4 KB, kept connections", 4096, 1, true),
        new Workload("fresh", "4 KB, a connection each", 4096, 1, false),
        new Workload("100k", "100 KB, kept connections", 100_000, 1, true),
        new Workload("5m", "5 MB, kept connections", 5_000_000, 1, true),
        new Workload("50rcpt", "4 KB to 50 recipients", 4096, 50, true));

    static List<String> names() {
        return ALL.stream().map(Workload::name).toList();
    }

    static Workload named(String name) {
        return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("There is no workload " + name + "; there are " + names()));
    }

    /** @param perSecond 0 for as many as the server takes */
    Plan plan(int sessions, long messages, double perSecond) {
        return new Plan(sessions, messages, size, recipients, keepConnections, perSecond);
    }
}
