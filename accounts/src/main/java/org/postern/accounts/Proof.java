// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Objects;

import org.apache.james.core.Username;
import org.postern.submission.Credential;

/**
 * What a login has proved.
 *
 * @param username whose secret the client knows, spelt as the store has it
 * @param by the store or the kind of secret that said so, for the log: {@code people}, {@code ldap}
 * @param credential which of the person's secrets it is
 */
public record Proof(Username username, String by, Credential credential) {
    public Proof {
        Objects.requireNonNull(username);
        Objects.requireNonNull(by);
        Objects.requireNonNull(credential);
    }

    /** The same of another name of the same person. */
    public Proof of(Username account) {
        return new Proof(account, by, credential);
    }

    /** By the person's own secret. */
    public Proof(Username username, String by) {
        this(username, by, Credential.own());
    }
}
