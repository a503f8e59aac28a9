// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import com.google.common.net.HostAndPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server, and whether it was silent when it was asked last. */
final class RadiusServer {
    private static final Logger LOGGER = LoggerFactory.getLogger(RadiusServer.class);
    private static final Duration DISTRUST = Duration.ofSeconds(30);
    /** RFC 2865 §3. */
    private static final int LONGEST_PACKET = 4096;

    private final HostAndPort address;
    private final LongSupplier clock;
    private boolean silent;
    private long nextTrial;

    /** @param clock in nanoseconds */
    RadiusServer(HostAndPort address, LongSupplier clock) {
        this.address = address;
        this.clock = clock;
    }

    /** Whether others are to be asked first. Now and then one is told no: what comes of that counts for all. */
    synchronized boolean isDoubtful() {
        if (!silent) {
            return false;
        }
        long now = clock.getAsLong();
        if (now - nextTrial < 0) {
            return true;
        }
        nextTrial = now + DISTRUST.toNanos();
        return false;
    }

    private synchronized void heard(boolean answer) {
        if (answer && silent) {
            LOGGER.info("RADIUS server {} answers again", address);
        } else if (!answer && !silent) {
            LOGGER.warn("RADIUS server {} does not answer, or not with a Message-Authenticator made with our secret", address);
        }
        silent = !answer;
        nextTrial = clock.getAsLong() + DISTRUST.toNanos();
    }

    /** @return empty when no try was answered in its time */
    Optional<Verdict> ask(Question question, Duration timeout, int tries) {
        for (int i = 0; i < tries; i++) {
            Optional<Verdict> verdict = ask(question.next(), timeout);
            if (verdict.isPresent()) {
                heard(true);
                return verdict;
            }
        }
        heard(false);
        return Optional.empty();
    }

    /** From a port of its own each time: who cannot see the question does not know where to send a forged answer. */
    private Optional<Verdict> ask(PendingRequest request, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        InetSocketAddress there = new InetSocketAddress(address.getHost(), address.getPort());
        if (there.isUnresolved()) {
            return Optional.empty();
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(there);
            byte[] octets = request.octets();
            socket.send(new DatagramPacket(octets, octets.length));
            return answer(socket, request, deadline);
        } catch (IOException e) {
            // Time is up, or the network says that nobody listens there.
            return Optional.empty();
        }
    }

    /** What cannot be believed is as if it had not come: the right answer may be behind it. */
    private static Optional<Verdict> answer(DatagramSocket socket, PendingRequest request, long deadline) throws IOException {
        byte[] buffer = new byte[LONGEST_PACKET];
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
            socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            socket.receive(datagram);
            Optional<Verdict> verdict = request.verdict(Arrays.copyOf(buffer, datagram.getLength()));
            if (verdict.isPresent()) {
                return verdict;
            }
        }
        return Optional.empty();
    }

    /** Makes the request anew for each try. */
    interface Question {
        PendingRequest next();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
