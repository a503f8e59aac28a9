// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One try to log in, which is not judged yet.
 *
 * @param counted it counts for each of these until it has ended, and longer if it was wrong
 * @param beginning where it counts too when it tells something at its beginning, unless it is carried to its end
 */
record Try(Network network, String account, List<Tally> counted, Optional<Tally> beginning) {
    Try {
        counted = List.copyOf(counted);
    }

    /**
     * One of each tally, or none of any.
     *
     * @return empty when there was one of each, else for how long there is not
     */
    Optional<Duration> take() {
        List<Tally> taken = new ArrayList<>();
        for (Tally tally : Stream.concat(counted.stream(), beginning.stream()).toList()) {
            Optional<Duration> lockOut = tally.take();
            if (lockOut.isPresent()) {
                taken.forEach(Tally::giveBack);
                return lockOut;
            }
            taken.add(tally);
        }
        return Optional.empty();
    }

    /** It was a wrong one. */
    void wrong() {
        counted.forEach(Tally::wrong);
        beginning.ifPresent(Tally::giveBack);
    }

    /** It is not to count. */
    void giveBack() {
        abandon();
        beginning.ifPresent(Tally::giveBack);
    }

    /** It is no try; but what was told at its beginning stays told. */
    void abandon() {
        counted.forEach(Tally::giveBack);
    }
}
