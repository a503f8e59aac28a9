// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer, as it last published them. Who has a token signed with one of them never waits: old keys are used
 * while new ones are on the way, and as long as none can be had. A key that is not among them may be a new one, so that the issuer
 * is asked, once for all who want to know and not again for a while; a key that it did not have just now is none of its own.
 *
 * <p>(The caching source of the library has others wait for the one that asks, known key or not, and takes its own limit for a
 * failure of the issuer.)
 */
final class IssuerKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(IssuerKeys.class);

    private final Supplier<CompletableFuture<JWKSet>> source;
    private final IssuerWait issuer;
    private final Times times;
    private final LongSupplier clock;
    private Optional<Published> published = Optional.empty();
    private Optional<Try> lastTry = Optional.empty();

    /**
     * How old keys may be.
     *
     * @param fresh until it is asked for newer ones
     * @param kept at most, while it gives none: a key that was withdrawn must not be good for ever
     * @param pause between one try and the next
     */
    record Times(Duration fresh, Duration kept, Duration pause) {
        static final Times USUAL = new Times(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofSeconds(5));
    }

    private record Published(JWKSet keys, long since) {
    }

    private record Try(CompletableFuture<JWKSet> answer, long since) {
    }

    /**
     * The keys of {@code source}.
     *
     * @param clock in nanoseconds
     */
    IssuerKeys(Supplier<CompletableFuture<JWKSet>> source, IssuerWait issuer, Times times, LongSupplier clock) {
        this.source = source;
        this.issuer = issuer;
        this.times = times;
        this.clock = clock;
    }

    /**
     * Those that may have made a signature with this header; none when the issuer has no such key.
     *
     * @throws IssuerFailure when that is not known now
     */
    List<JWK> of(JWSHeader header) throws IssuerFailure, InterruptedException {
        JWKSelector selector = new JWKSelector(JWKMatcher.forJWSHeader(header));
        Optional<Published> known = known();
        List<JWK> keys = known.map(Published::keys).map(selector::select).orElse(List.of());
        if (!keys.isEmpty()) {
            if (isOlder(known.get().since, times.fresh)) {
                ask();
            }
            return keys;
        }
        if (known.isPresent() && !isOlder(known.get().since, times.pause)) {
            return List.of();
        }
        return selector.select(issuer.await(this::ask));
    }

    private synchronized Optional<Published> known() {
        return published.filter(last -> !isOlder(last.since, times.kept));
    }

    /** The answer to the last question, if that was just now. */
    private synchronized CompletableFuture<JWKSet> ask() {
        if (lastTry.isPresent() && (!lastTry.get().answer.isDone() || !isOlder(lastTry.get().since, times.pause))) {
            return lastTry.get().answer;
        }
        CompletableFuture<JWKSet> answer = source.get().whenComplete(this::note);
        lastTry = Optional.of(new Try(answer, clock.getAsLong()));
        return answer;
    }

    private synchronized void note(JWKSet keys, Throwable fault) {
        if (fault == null) {
            published = Optional.of(new Published(keys, clock.getAsLong()));
        } else {
            LOGGER.warn("issuer gives no keys reason=\"{}\"", issuer.failure(fault).getMessage());
        }
    }

    private boolean isOlder(long since, Duration age) {
        return clock.getAsLong() - since >= age.toNanos();
    }
}
