// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.time.Duration;

import org.apache.james.core.Username;

/**
 * A limit that has been reached.
 *
 * @param account whose it is
 * @param most that the account may send
 * @param room until there is room for one more
 */
public record Exceeded(Username account, Limit limit, long most, Duration room) {
    /** For the author, as in {@code 500 messages an hour}. */
    public String words() {
        return limit.words(most);
    }
}
