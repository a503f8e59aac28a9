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
 * @param credential which of the person's secrets it is, as far as it limits what they may send
 * @param means what kind of thing it is, and for how long
 */
public record Proof(Username username, String by, Credential credential, Means means) {
    public Proof {
        Objects.requireNonNull(username);
        Objects.requireNonNull(by);
        Objects.requireNonNull(credential);
        Objects.requireNonNull(means);
    }

    /** The same of another name of the same person. */
    public Proof of(Username account) {
        return new Proof(account, by, credential, means);
    }

    /** By the person's own password. */
    public Proof(Username username, String by) {
        this(username, by, Means.password());
    }

    /** By something of the person's that has no limits of its own. */
    public Proof(Username username, String by, Means means) {
        this(username, by, Credential.own(), means);
    }
}
