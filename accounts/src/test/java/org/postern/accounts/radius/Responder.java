// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.common.net.HostAndPort;

/** A RADIUS server on a loopback port, which answers in the manner of the test. */
final class Responder implements AutoCloseable {
    /** What is sent for a question, in this order; nothing for silence. */
    interface Manner {
        List<byte[]> answers(Asked asked) throws Exception;
    }

    /** @param number of the question to this server, from 0 */
    record Asked(byte[] octets, SocketAddress from, int number) {
    }

    private final DatagramSocket socket;
    private final Manner manner;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::serve, "responder");

    Responder(Manner manner) throws IOException {
        this.manner = manner;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        thread.start();
    }

    HostAndPort address() {
        return HostAndPort.fromParts("127.0.0.1", socket.getLocalPort());
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                Asked now = new Asked(Arrays.copyOf(buffer, question.getLength()), question.getSocketAddress(), asked.size());
                asked.add(now);
                for (byte[] answer : manner.answers(now)) {
                    socket.send(new DatagramPacket(answer, answer.length, now.from()));
                }
            } catch (Exception e) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        socket.close();
        thread.join();
    }
}
