// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.inject.Inject;
import javax.inject.Singleton;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.Striped;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.postern.bridge.UserNames;

/**
 * Remembers for a while that a password was right, so that a mail program that connects anew for each message does not have it
 * hashed each time. Of the password it keeps an HMAC under a key that dies with this process. What was wrong is not remembered: a
 * wrong password takes as long each time.
 *
 * <p>A password that is changed, and a person who is removed, through this server are forgotten at once, on other nodes within
 * seconds ({@link Endings}); a change in a directory of the site is seen when the lifetime is over.
 *
 * <pre>{@code
 * <loginMemory>
 *   <lifetime>300</lifetime>    <!-- seconds; 0: nothing is remembered -->
 *   <people>10000</people>      <!-- of whom something is remembered at a time -->
 * </loginMemory>
 * }</pre>
 */
@Singleton
public class LoginMemory {
    private static final String SECTION = "loginMemory";
    private static final String HMAC = "HmacSHA256";
    private static final int LIFETIME = 300;
    private static final int LONGEST_LIFETIME = 86_400;
    private static final int PEOPLE = 10_000;
    private static final int MOST_PEOPLE = 1_000_000;
    /** Right passwords of one person: more than one only where two sources know them. */
    private static final int MOST_OF_ONE = 4;
    private static final int TURNS = 1024;
    /** Longer than a hash takes, and shorter than a directory that is silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Duration lifetime;
    private final LongSupplier clock;
    private final Cache<String, List<Login>> logins;
    private final SecretKeySpec key = newKey();
    private final AtomicLong changes = new AtomicLong();
    private final Striped<Lock> turns = Striped.lazyWeakLock(TURNS);

    private record Login(byte[] mac, Proof proof, long until) {
    }

    /** @throws ConfigurationException when its section of the file is wrong */
    @Inject
    public LoginMemory(AuthenticationFile file) throws ConfigurationException {
        this(elements(file));
    }

    private LoginMemory(Elements elements) throws ConfigurationException {
        this(Duration.ofSeconds(elements.between(0, LONGEST_LIFETIME, "lifetime", LIFETIME)),
            elements.between(1, MOST_PEOPLE, "people", PEOPLE), System::nanoTime);
    }

    /** @param clock in nanoseconds */
    LoginMemory(Duration lifetime, int mostPeople, LongSupplier clock) {
        this.lifetime = lifetime;
        this.clock = clock;
        logins = CacheBuilder.newBuilder().maximumSize(mostPeople).expireAfterWrite(lifetime).ticker(new Ticker() {
            @Override
            public long read() {
                return clock.getAsLong();
            }
        }).build();
    }

    private static Elements elements(AuthenticationFile file) throws ConfigurationException {
        Elements elements = new Elements(AuthenticationFile.NAME + ": <" + SECTION + ">", file.section(SECTION));
        elements.onlyKnown("lifetime", "people");
        return elements;
    }

    /** What this very password of this name has proved not long ago. */
    public Optional<Proof> find(Username name, Password password) {
        List<Login> theirs = logins.getIfPresent(UserNames.identifier(name));
        if (theirs == null) {
            return Optional.empty();
        }
        byte[] mac = mac(name, password);
        long now = clock.getAsLong();
        return theirs.stream()
            .filter(login -> MessageDigest.isEqual(login.mac, mac) && login.until - now > 0)
            .map(Login::proof)
            .findFirst();
    }

    /** A right to test a password, given up when closed. */
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits a moment while the same password of the same name is being tested: a mail program that opens many connections at once has
     * it hashed once, and the others {@link #find} it. Whoever has waited in vain tests it too.
     */
    public Turn turn(Username name, Password password) throws InterruptedException {
        if (lifetime.isZero()) {
            return () -> { };
        }
        Lock lock = turns.get(ByteBuffer.wrap(mac(name, password)));
        return lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) ? lock::unlock : () -> { };
    }

    /** To be asked before a password is tested, and given to {@link #remember} after that. */
    public long changes() {
        return changes.get();
    }

    /** @param changesBefore nothing is remembered when something has been forgotten since: the password may be the old one */
    public void remember(Username name, Password password, Proof proof, long changesBefore) {
        if (lifetime.isZero()) {
            return;
        }
        String identifier = UserNames.identifier(name);
        Login login = new Login(mac(name, password), proof, clock.getAsLong() + lifetime.toNanos());
        // One after the other with forget: what is added before it goes, and what would be added after it is not.
        logins.asMap().compute(identifier, (same, theirs) -> changes.get() == changesBefore ? newest(theirs, login) : theirs);
    }

    /** @param identifier of the account, the same for all spellings of its name */
    void forget(String identifier) {
        changes.incrementAndGet();
        logins.invalidate(identifier);
        logins.asMap().values().removeIf(theirs -> theirs.stream()
            .anyMatch(login -> UserNames.identifier(login.proof.username()).equals(identifier)));
    }

    /** @param older null when there are none */
    private static List<Login> newest(List<Login> older, Login newest) {
        List<Login> all = new ArrayList<>(List.of(newest));
        Stream.ofNullable(older).flatMap(List::stream)
            .filter(login -> !MessageDigest.isEqual(login.mac, newest.mac)).limit(MOST_OF_ONE - 1L).forEach(all::add);
        return List.copyOf(all);
    }

    private byte[] mac(Username name, Password password) {
        byte[] text = UserNames.identifier(name).getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
            mac.update(text);
            return mac.doFinal(password.octets());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC", e);
        }
    }

    private static SecretKeySpec newKey() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return new SecretKeySpec(random, HMAC);
    }
}
