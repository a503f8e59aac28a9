// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.pop;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.google.common.net.InetAddresses;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Endings;
import org.postern.accounts.Opening;
import org.postern.accounts.Proof;

/**
 * Who has just read mail, and from which address. Addresses are exact, also those of IPv6. Known to this node alone, in memory,
 * and for a limited number: what is forgotten too early asks for one more look into the mailbox.
 */
@Singleton
public class PopLogins {
    private static final int MOST_ADDRESSES = 100_000;
    /** Behind one address, such as that of a router. */
    private static final int MOST_READERS = 100;

    /**
     * Somebody who has read mail.
     *
     * @param opening as a login with the person's own password is one
     */
    public record Reader(Username username, Opening opening) {
    }

    private record Reading(Reader reader, long at) {
        Username username() {
            return reader.username();
        }
    }

    private final PopSettings settings;
    private final Ticker ticker;
    private final Endings endings;
    private final Cache<InetAddress, List<Reading>> readings;

    @Inject
    public PopLogins(AuthenticationFile file, Endings endings) throws ConfigurationException {
        this(PopSettings.of(file), Ticker.systemTicker(), endings);
    }

    /** @param ticker by which logins are forgotten */
    public PopLogins(PopSettings settings, Ticker ticker, Endings endings) {
        this.settings = settings;
        this.ticker = ticker;
        this.endings = endings;
        this.readings = Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(MOST_ADDRESSES)
            .expireAfterWrite(settings.lifetime())
            .build();
    }

    public boolean isOn() {
        return settings.isOn();
    }

    /** For how long a login is remembered. */
    public Duration lifetime() {
        return settings.lifetime();
    }

    /** To be asked before anybody looks at who it is, and given to {@link #loggedIn}. */
    public long moment() {
        return endings.moment();
    }

    /** This person has logged in to read mail. Nothing happens when it is off. */
    public void loggedIn(InetAddress address, Username reader, long moment) {
        if (isOn()) {
            Opening opening = Opening.by(new Proof(reader, "pop"), reader, moment);
            Reading latest = new Reading(new Reader(reader, opening), ticker.read());
            readings.asMap().merge(address, List.of(latest), (before, one) -> with(latest, before));
        }
    }

    private static List<Reading> with(Reading latest, List<Reading> before) {
        return Stream.concat(
                Stream.of(latest),
                before.stream().filter(reading -> !reading.username().equals(latest.username())))
            .limit(MOST_READERS)
            .toList();
    }

    /**
     * Who has read mail at this address within the lifetime, the last one first; not whose password was changed since.
     *
     * @param address as text; nobody has read mail at what is none
     */
    public List<Reader> readers(String address) {
        if (!isOn() || !InetAddresses.isInetAddress(address)) {
            return List.of();
        }
        List<Reading> there = readings.getIfPresent(InetAddresses.forString(address));
        if (there == null) {
            return List.of();
        }
        long now = ticker.read();
        return there.stream()
            .filter(reading -> now - reading.at() < settings.lifetime().toNanos() && endings.of(reading.reader().opening()).isEmpty())
            .map(Reading::reader)
            .toList();
    }
}
