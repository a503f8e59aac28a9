// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.testing;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * A name server for which all names under {@code test.} have their mail taken by 127.0.0.1, and nothing else exists. It has
 * no mail server for {@code hostless.test}, only an address for {@code address.test}, a null MX for {@code nullmx.test},
 * {@code people.test} as the true name of {@code alias.test}, and no word about {@code silent.test} and what is under it.
 */
public final class TestDns implements AutoCloseable {

    private static final long TTL = 1;
    private static final int NOTHING = -1;
    private static final int LARGEST = 4096;
    private static final int STRING_LIMIT = 255;

    private final DatagramSocket socket;
    private final Name zone;
    private final Name exchanger;
    private final Name hostless;
    private final Name address;
    private final Name nullMx;
    private final Name silent;
    private final Name alias;
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private volatile int failing = NOTHING;

    private TestDns() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        zone = Name.fromString("test.");
        exchanger = Name.fromString("mx.test.");
        hostless = Name.fromString("hostless.test.");
        address = Name.fromString("address.test.");
        nullMx = Name.fromString("nullmx.test.");
        silent = Name.fromString("silent.test.");
        alias = Name.fromString("alias.test.");
    }

    public static TestDns start() throws IOException {
        TestDns dns = new TestDns();
        Thread thread = new Thread(dns::serve, "test-dns");
        thread.setDaemon(true);
        thread.start();
        return dns;
    }

    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Answers SERVFAIL to questions of this type, as {@link Type#A}. */
    public TestDns failing(int type) {
        failing = type;
        return this;
    }

    /** Answers questions for TXT with this, in several strings where it is long. */
    public TestDns text(String name, String text) {
        texts.put(name + ".", text);
        return this;
    }

    /** Answers questions for this type with this, and with all that is added in the same way. */
    public TestDns record(String name, String type, String data) throws IOException {
        records.add(Record.fromString(Name.fromString(name + "."), Type.value(type), DClass.IN, TTL, data, Name.root));
        return this;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (!query.getQuestion().getName().subdomain(silent)) {
                    byte[] answer = answer(query).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException("The test DNS failed", e);
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
        List<Record> added = records.stream()
            .filter(record -> record.getName().equals(name) && record.getType() == question.getType()).toList();
        if (!added.isEmpty()) {
            added.forEach(record -> answer.addRecord(record, Section.ANSWER));
        } else if (question.getType() == failing) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (name.equals(alias)) {
            answer.addRecord(new CNAMERecord(name, DClass.IN, TTL, Name.fromString("people.test.")), Section.ANSWER);
        } else if (!name.subdomain(zone)) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        } else if (question.getType() == Type.MX && name.equals(nullMx)) {
            answer.addRecord(new MXRecord(name, DClass.IN, TTL, 0, Name.root), Section.ANSWER);
        } else if (question.getType() == Type.MX && !name.equals(exchanger) && !name.equals(address) && !name.equals(hostless)) {
            answer.addRecord(new MXRecord(name, DClass.IN, TTL, 10, exchanger), Section.ANSWER);
        } else if (question.getType() == Type.TXT && texts.containsKey(name.toString())) {
            answer.addRecord(new TXTRecord(name, DClass.IN, TTL, strings(texts.get(name.toString()))), Section.ANSWER);
        } else if (question.getType() == Type.A && !name.equals(hostless)) {
            answer.addRecord(new ARecord(name, DClass.IN, TTL, InetAddress.getByName("127.0.0.1")), Section.ANSWER);
        }
        return answer;
    }

    private static List<String> strings(String text) {
        List<String> strings = new ArrayList<>();
        for (int start = 0; start < text.length(); start += STRING_LIMIT) {
            strings.add(text.substring(start, Math.min(text.length(), start + STRING_LIMIT)));
        }
        return strings;
    }

    @Override
    public void close() {
        socket.close();
    }
}
