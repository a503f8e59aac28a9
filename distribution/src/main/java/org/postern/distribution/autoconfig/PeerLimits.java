// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.postern.accounts.Network;

/**
 * How much of the server one network may have: so many connections, each for so long. Whoever sends an octet from time to time is never
 * idle, and would keep others from asking.
 */
final class PeerLimits implements Connection.Listener {

    private final int connections;
    private final Duration longest;
    private final Scheduler scheduler;
    private final Map<EndPoint, Visit> visits = new ConcurrentHashMap<>();

    /** @param scheduler of the server, which starts and stops it */
    PeerLimits(int connections, Duration longest, Scheduler scheduler) {
        this.connections = connections;
        this.longest = longest;
        this.scheduler = scheduler;
    }

    /** A connection from there, and what will end it. */
    private record Visit(Network from, Scheduler.Task end) {
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint peer = connection.getEndPoint();
        // What TLS carries is no connection of its own.
        if (peer instanceof SslConnection.DecryptedEndPoint) {
            return;
        }
        Network from = Network.of(peer.getRemoteAddress().getAddress().getHostAddress());
        visits.put(peer, new Visit(from, scheduler.schedule(peer::close, longest.toMillis(), TimeUnit.MILLISECONDS)));
        if (visits.values().stream().filter(visit -> visit.from().equals(from)).count() > connections) {
            peer.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Optional.ofNullable(visits.remove(connection.getEndPoint())).ifPresent(visit -> visit.end().cancel());
    }
}
