// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server for which every domain has its mail taken on loopback. */
final class LoopbackDns implements AutoCloseable {
    private static final int LARGEST = 4096;
    private static final long TTL_SECONDS = 60;

    private final DatagramSocket socket;
    private final Name exchanger;

    LoopbackDns() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        exchanger = Name.fromString("mx.example.net.");
        Thread thread = new Thread(this::serve, "loopback-dns");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST);
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength()))).toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // Closed, or no DNS message: who asked runs into a time-out.
                continue;
            }
        }
    }

    private Message answer(Message query) throws IOException {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (question.getType() == Type.MX) {
            answer.addRecord(new MXRecord(question.getName(), question.getDClass(), TTL_SECONDS, 10, exchanger), Section.ANSWER);
        } else if (question.getType() == Type.A) {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            answer.addRecord(new ARecord(question.getName(), question.getDClass(), TTL_SECONDS, loopback), Section.ANSWER);
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
