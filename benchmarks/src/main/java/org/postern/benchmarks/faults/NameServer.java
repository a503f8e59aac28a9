// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server to which loopback is the mail exchanger of every domain, for a second; if it answers at all. */
final class NameServer implements AutoCloseable {
    /** How it behaves. */
    enum Behaviour {
        /** Answers. */
        GOOD,
        /** Says that it cannot (RFC 1035 §4.1.1, code 2). */
        FAILING,
        /** Says nothing. */
        SILENT
    }

    private static final int LARGEST = 4096;
    private static final int PREFERENCE = 10;
    private static final long TTL = 1;

    private final DatagramSocket socket;
    private volatile Behaviour behaviour = Behaviour.GOOD;

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    static NameServer start() throws IOException {
        NameServer server = new NameServer(new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0)));
        Thread thread = new Thread(server::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                if (behaviour != Behaviour.SILENT) {
                    byte[] answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength()))).toWire(LARGEST);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // Closed, or no question.
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
        Name name = question.getName();
        if (behaviour == Behaviour.FAILING) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (question.getType() == Type.MX) {
            answer.addRecord(new MXRecord(name, DClass.IN, TTL, PREFERENCE, Name.fromConstantString("mx.test.")), Section.ANSWER);
        } else if (question.getType() == Type.A) {
            answer.addRecord(new ARecord(name, DClass.IN, TTL, InetAddress.getByName("127.0.0.1")), Section.ANSWER);
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
