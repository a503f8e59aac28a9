// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.postern.submission.MailDomains;

/** A DNS for which every domain takes mail, except those that it is told about; those in hanging.test hang. */
public final class Domains implements DNSService, MailDomains, AutoCloseable {
    public final Map<String, Standing> standings = new ConcurrentHashMap<>();
    /** How often each domain was asked for. */
    public final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Standing standing(Domain domain) {
        asked.merge(domain.asString(), 1, Integer::sum);
        if (domain.asString().endsWith("hanging.test")) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Standing.UNKNOWN;
        }
        return standings.getOrDefault(domain.asString(), Standing.TAKES_MAIL);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    @Override
    public Collection<String> findMXRecords(String domain) {
        return List.of();
    }

    @Override
    public Collection<String> findTXTRecords(String name) {
        return List.of();
    }

    @Override
    public Collection<InetAddress> getAllByName(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    @Override
    public InetAddress getByName(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    @Override
    public InetAddress getLocalHost() throws UnknownHostException {
        return InetAddress.getLocalHost();
    }

    @Override
    public String getHostName(InetAddress address) {
        return address.getHostAddress();
    }
}
