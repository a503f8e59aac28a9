// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** An authoritative name server for a handful of records, over UDP on a free port of the loopback address. */
final class LoopbackDns implements AutoCloseable {
    private static final int LARGEST_QUERY = 4096;

    private final List<Record> zone;
    private final DatagramSocket socket;

    private LoopbackDns(List<Record> zone, DatagramSocket socket) {
        this.zone = zone;
        this.socket = socket;
    }

    /** @throws SocketException when the loopback address has no port to give */
    static LoopbackDns serving(Record... zone) throws SocketException {
        LoopbackDns dns = new LoopbackDns(List.of(zone),
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Thread thread = new Thread(dns::serve, "demo-dns");
        thread.setDaemon(true);
        thread.start();
        return dns;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST_QUERY];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength()))).toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // Closed, or no DNS message: whoever asked runs into its own time-out.
                continue;
            }
        }
    }

    private Message answer(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        Record question = query.getQuestion();
        if (question == null || query.getHeader().getOpcode() != Opcode.QUERY) {
            answer.getHeader().setRcode(Rcode.NOTIMP);
            return answer;
        }
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(question, Section.QUESTION);
        Name name = question.getName();
        zone.stream()
            .filter(record -> record.getName().equals(name) && record.getType() == question.getType())
            .forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (zone.stream().noneMatch(record -> record.getName().subdomain(name))) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }
}
