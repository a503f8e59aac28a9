// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.Objects;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;

/**
 * The person (or program) behind an authenticated session: who, how, from where.
 *
 * @param username as authenticated
 * @param mailbox the address that is theirs by right; its domain qualifies what they leave unqualified
 * @param mechanism the SASL mechanism, such as {@code PLAIN}; empty when not known
 * @param clientAddress the client's IP address as text; empty when not known
 * @param credential which of the person's secrets the client knows
 */
public record Identity(Username username, MailAddress mailbox, String mechanism, String clientAddress, Credential credential) {
    public Identity {
        Objects.requireNonNull(username);
        Objects.requireNonNull(mailbox);
        Objects.requireNonNull(mechanism);
        Objects.requireNonNull(clientAddress);
        Objects.requireNonNull(credential);
    }

    /** Proved with the person's own secret. */
    public Identity(Username username, MailAddress mailbox, String mechanism, String clientAddress) {
        this(username, mailbox, mechanism, clientAddress, Credential.own());
    }

    public Identity provedWith(Credential other) {
        return new Identity(username, mailbox, mechanism, clientAddress, other);
    }
}
