// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Objects;

import org.apache.james.core.Username;

/**
 * What a login has proved.
 *
 * @param username whose secret the client knows, spelt as the store has it
 * @param by the store or the kind of secret that said so, for the log: {@code people}, {@code ldap}
 */
public record Proof(Username username, String by) {
    public Proof {
        Objects.requireNonNull(username);
        Objects.requireNonNull(by);
    }
}
