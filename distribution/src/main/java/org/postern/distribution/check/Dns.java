// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.postern.distribution.home.Home;
import org.w3c.dom.NodeList;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks the name servers that the server of a home would ask. */
final class Dns {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int PORT = 53;
    /** In the words of dnsjava, which has one result for these and for a name server that says SERVFAIL. */
    private static final Set<String> SILENCE = Set.of("timed out", "network error");

    private final Resolver resolver;

    private Dns(Resolver resolver) {
        this.resolver = resolver;
        resolver.setTimeout(PATIENCE);
    }

    /** There is no answer to a question. */
    static class UnansweredException extends Exception {

        private static final long serialVersionUID = 1L;

        UnansweredException(String message) {
            super(message);
        }
    }

    /** No name server has answered, nor would one answer another question. */
    static final class SilentException extends UnansweredException {

        private static final long serialVersionUID = 1L;

        SilentException(String message) {
            super(message);
        }
    }

    static Dns of(Home home) throws IOException {
        Path file = home.conf().resolve("dnsservice.xml");
        List<Resolver> servers = new ArrayList<>();
        if (Files.exists(file)) {
            NodeList found = XmlFiles.read(file).getElementsByTagName("server");
            for (int i = 0; i < found.getLength(); i++) {
                server(found.item(i).getTextContent().strip()).ifPresent(servers::add);
            }
        }
        ExtendedResolver all = servers.isEmpty() ? new ExtendedResolver() : new ExtendedResolver(servers);
        all.setRetries(1);
        return new Dns(all);
    }

    private static Optional<Resolver> server(String address) throws UnknownHostException {
        String[] parts = address.split(":", 2);
        // An address that is wrong keeps the server from starting, and is told then.
        if (parts.length == 2 && !parts[1].matches("\\d{1,5}")) {
            return Optional.empty();
        }
        int port = parts.length == 2 ? Integer.parseInt(parts[1]) : PORT;
        return Optional.of(new SimpleResolver(new InetSocketAddress(parts[0], port)));
    }

    /**
     * The data of the records of this type.
     *
     * @throws IllegalArgumentException when {@code name} is no domain name
     */
    List<String> records(String name, int type) throws UnansweredException {
        return ask(name, type).stream().map(Record::rdataToString).toList();
    }

    /**
     * The texts of the TXT records, each in one piece.
     *
     * @throws IllegalArgumentException when {@code name} is no domain name
     */
    List<String> texts(String name) throws UnansweredException {
        return ask(name, Type.TXT).stream()
            .filter(TXTRecord.class::isInstance)
            .map(record -> String.join("", ((TXTRecord) record).getStrings()))
            .toList();
    }

    /**
     * The IP addresses of a host, also through a CNAME.
     *
     * @throws IllegalArgumentException when {@code name} is no domain name
     */
    List<InetAddress> addresses(String name) throws UnansweredException {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record record : ask(name, Type.A)) {
            addresses.add(((ARecord) record).getAddress());
        }
        for (Record record : ask(name, Type.AAAA)) {
            addresses.add(((AAAARecord) record).getAddress());
        }
        return addresses;
    }

    List<Record> ask(String name, int type) throws UnansweredException {
        Lookup lookup;
        try {
            lookup = new Lookup(name, type);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        lookup.setResolver(resolver);
        lookup.setCache(null);
        lookup.setSearchPath(List.of());
        Record[] records = lookup.run();
        if (lookup.getResult() == Lookup.TRY_AGAIN || lookup.getResult() == Lookup.UNRECOVERABLE) {
            String error = lookup.getErrorString();
            throw SILENCE.contains(error) ? new SilentException(error)
                : new UnansweredException(name + " " + Type.string(type) + ": " + error);
        }
        return Optional.ofNullable(records).map(List::of).orElse(List.of());
    }
}
