// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.apache.james.dnsservice.dnsjava.DNSJavaService;
import org.apache.james.metrics.api.MetricFactory;
import org.postern.submission.MailDomains;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * James's DNS service, with servers that may listen on another port than 53: {@code <server>127.0.0.1:5353</server>},
 * {@code <server>[::1]:5353</server>}, and for a demonstration with mail exchangers on another port than 25:
 * {@code <mxPort>2525</mxPort>}. Tells why nothing is found for a domain, too.
 */
public final class PortedDnsService extends DNSJavaService implements ProvedAnswers, MailDomains {

    private static final Logger LOGGER = LoggerFactory.getLogger(PortedDnsService.class);
    private static final String SERVERS = "servers.server";
    private static final int DNS_PORT = 53;
    private static final int SMTP_PORT = 25;
    private static final String NULL_MX = ".";
    /** A delivery can wait; an author at the port cannot. */
    private static final Duration PATIENCE_AT_PORT = Duration.ofSeconds(3);
    private static final int TRIES_AT_PORT = 2;
    private static final Name LOCALHOST = Name.fromConstantString("localhost.");

    private List<InetSocketAddress> servers = List.of();
    private boolean isDefault;
    private int mxPort = SMTP_PORT;
    private MailDomains standings = domain -> Standing.UNKNOWN;

    @Inject
    PortedDnsService(MetricFactory metrics) {
        super(metrics);
    }

    @Override
    public void configure(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        List<InetSocketAddress> configured = new ArrayList<>();
        for (String server : configuration.getStringArray(SERVERS)) {
            configured.add(parse(server.trim()));
        }
        servers = List.copyOf(configured);
        mxPort = configuration.getInt("mxPort", SMTP_PORT);
        isDefault = configuration.getBoolean("setAsDNSJavaDefault", true);
        configuration.clearProperty(SERVERS);
        configured.forEach(server -> configuration.addProperty(SERVERS, server.getHostString()));
        super.configure(configuration);
    }

    @Override
    public void init() throws Exception {
        // With its hook, dnsjava refuses look-ups while the server shuts down, and James takes that as a refusal for good.
        System.setProperty("dnsjava.nio.register_shutdown_hook", "false");
        // The first two look-ups at the same time race for the cache of this file, and one fails, for good too.
        Lookup.getDefaultHostsFileParser().getAddressForHost(LOCALHOST, Type.A);
        super.init();
        if (isPorted()) {
            resolver = resolver();
            if (isDefault) {
                Lookup.setDefaultResolver(resolver);
            }
        }
        standings = new DomainStandings(impatient(), cache);
    }

    private Resolver impatient() throws UnknownHostException {
        ExtendedResolver impatient = isPorted() ? resolver() : new ExtendedResolver(getDNSServers());
        impatient.setTimeout(PATIENCE_AT_PORT);
        impatient.setRetries(TRIES_AT_PORT);
        return impatient;
    }

    @Override
    public Standing standing(Domain domain) {
        return standings.standing(domain);
    }

    /**
     * None for a null MX (RFC 7505 §3). With the port behind the host name, as RemoteDelivery reads it, where it is not
     * that of SMTP.
     *
     * @throws TemporaryResolutionException also when the addresses of the hosts cannot be asked for now: without any,
     *         RemoteDelivery gives the mail up for good
     */
    @Override
    public Collection<String> findMXRecords(String domain) throws TemporaryResolutionException {
        List<String> all = find(domain);
        List<String> hosts = all.stream().filter(host -> !host.equals(NULL_MX)).toList();
        requireAnswer(all.isEmpty() ? List.of(domain) : hosts);
        return mxPort == SMTP_PORT ? hosts : hosts.stream().map(host -> host + ":" + mxPort).toList();
    }

    /** Believes the proof (RFC 4035 §3.2.3) of a validating resolver on this machine only: from elsewhere anybody could say so. */
    @Override
    public boolean areExchangersProved(String domain) throws TemporaryResolutionException {
        try {
            for (String server : getDNSServers()) {
                if (!InetAddress.getByName(server).isLoopbackAddress()) {
                    return false;
                }
            }
            Message query = Message.newQuery(Record.newRecord(Name.fromString(domain, Name.root), Type.MX, DClass.IN));
            query.getHeader().setFlag(Flags.AD);
            Message answer = resolver.send(query);
            if (answer.getRcode() != Rcode.NOERROR) {
                throw new TemporaryResolutionException("The DNS answers " + Rcode.string(answer.getRcode()) + " for " + domain);
            }
            return answer.getHeader().getFlag(Flags.AD);
        } catch (IOException e) {
            throw new TemporaryResolutionException("No proof of who takes the mail of " + domain + " can be had now: " + e);
        }
    }

    private List<String> find(String domain) throws TemporaryResolutionException {
        try {
            return List.copyOf(super.findMXRecords(domain));
        } catch (RuntimeException e) {
            LOGGER.error("A fault while looking up {}; it is tried again", domain, e);
            throw new TemporaryResolutionException("A fault of this server: " + e);
        }
    }

    private void requireAnswer(List<String> hosts) throws TemporaryResolutionException {
        Optional<TemporaryResolutionException> failure = Optional.empty();
        for (String host : hosts) {
            try {
                if (lookup(host, Type.A, "A") != null) {
                    return;
                }
            } catch (TemporaryResolutionException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private boolean isPorted() {
        return servers.stream().anyMatch(server -> server.getPort() != DNS_PORT);
    }

    private ExtendedResolver resolver() throws UnknownHostException {
        List<Resolver> each = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            each.add(new SimpleResolver(server));
        }
        return new ExtendedResolver(each);
    }

    private static InetSocketAddress parse(String server) throws ConfigurationException {
        int colon = server.lastIndexOf(':');
        boolean hasPort = colon > 0 && (server.indexOf(':') == colon || server.charAt(colon - 1) == ']');
        String host = (hasPort ? server.substring(0, colon) : server).replaceAll("^\\[|\\]$", "");
        try {
            return new InetSocketAddress(host, hasPort ? Integer.parseInt(server.substring(colon + 1)) : DNS_PORT);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("dnsservice.xml: <server>" + server + "</server>: HOST or HOST:PORT is"
                + " expected");
        }
    }
}
