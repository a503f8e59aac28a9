// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to next hops between two mails (RFC 5321 §4.5.4.1 leaves that to the client): a host that gets many mails is greeted
 * once, not once a mail. None is kept for long, nor for many mails, so that a host with several addresses or a changed certificate
 * is asked anew soon.
 */
public final class KeptConnections implements AutoCloseable {

    /**
     * What must be the same for a connection to serve again.
     *
     * @param address that was connected to
     * @param user who logs in there; empty when nobody does
     */
    record Peer(String protocol, String address, int port, String hostName, String user, String heloName) {
    }

    private record Kept(SMTPTransport connection, long since) {
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(KeptConnections.class);
    private static final int MAILS = 100;
    private static final int IDLE_PER_PEER = 20;
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Map<Peer, Deque<Kept>> idle = new HashMap<>();
    private final ScheduledExecutorService clock;
    private boolean isClosed;

    public KeptConnections() {
        clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "kept-connections");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(this::closeOld, 1, 1, TimeUnit.SECONDS);
    }

    /** The one that was used last, the caller's until it is kept again. Whether its peer is still there shows at the first command. */
    synchronized Optional<SMTPTransport> take(Peer peer) {
        Deque<Kept> row = idle.get(peer);
        return row == null ? Optional.empty() : Optional.ofNullable(row.pollLast()).map(Kept::connection);
    }

    /** @return whether it is kept; if not, it is the caller's to close */
    synchronized boolean keep(Peer peer, SMTPTransport connection, int mails) {
        Deque<Kept> row = idle.computeIfAbsent(peer, one -> new ArrayDeque<>());
        return !isClosed && mails < MAILS && row.size() < IDLE_PER_PEER && row.add(new Kept(connection, System.nanoTime()));
    }

    private void closeOld() {
        for (SMTPTransport connection : old()) {
            try {
                connection.leave();
            } catch (RuntimeException e) {
                LOGGER.debug("A connection could not be left in order", e);
            }
        }
    }

    private synchronized List<SMTPTransport> old() {
        List<SMTPTransport> old = new ArrayList<>();
        for (Iterator<Deque<Kept>> rows = idle.values().iterator(); rows.hasNext();) {
            Deque<Kept> row = rows.next();
            while (!row.isEmpty() && (isClosed || System.nanoTime() - row.peekFirst().since() > IDLE.toNanos())) {
                old.add(row.pollFirst().connection());
            }
            if (row.isEmpty()) {
                rows.remove();
            }
        }
        return old;
    }

    /** Says goodbye to all. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        clock.shutdownNow();
        closeOld();
    }
}
