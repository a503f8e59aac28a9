// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What has been counted of one network, one name, or one name from a network where it is known.
 *
 * @param network empty when it is those from everywhere
 * @param account empty when it is those at all names
 * @param wrong tries that are not forgotten yet
 * @param lockedOut for how long it is not heard
 */
public record Guesses(Optional<Network> network, Optional<String> account, int wrong, Optional<Duration> lockedOut) {
    public Guesses {
        Objects.requireNonNull(network);
        Objects.requireNonNull(account);
        Objects.requireNonNull(lockedOut);
    }
}
