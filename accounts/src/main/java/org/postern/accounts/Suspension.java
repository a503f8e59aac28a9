// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Instant;
import java.util.Objects;

import org.apache.james.core.Username;

/**
 * An account that may not submit for now.
 *
 * @param reason for the operators; empty when none was given
 * @param since in whole seconds
 */
public record Suspension(Username username, String reason, Instant since) {
    public Suspension {
        Objects.requireNonNull(username);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(since);
    }
}
