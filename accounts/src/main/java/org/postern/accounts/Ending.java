// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Objects;

import org.apache.james.core.Username;
import org.postern.bridge.UserNames;

/**
 * The end of something that opens sessions, and so the end of those that it has opened.
 *
 * @param account whose it was: the same for all spellings of the name
 * @param name of the app password, or of the person who acted for the account; empty for the other kinds
 */
public record Ending(Kind kind, String account, String name) {
    /** What has ended: the person's own password, one of their app passwords, what they let somebody do, or the account itself. */
    public enum Kind { PASSWORD, APP_PASSWORD, DELEGATION, ACCOUNT }

    public Ending {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(account);
        Objects.requireNonNull(name);
    }

    /** For the log, in a few words. */
    public String reason() {
        return switch (kind) {
            case PASSWORD -> "password changed";
            case APP_PASSWORD -> "app password " + name + " revoked";
            case DELEGATION -> "delegation to " + name + " withdrawn";
            default -> "account removed";
        };
    }

    /** It is another one now. */
    public static Ending ofPassword(Username account) {
        return new Ending(Kind.PASSWORD, UserNames.identifier(account), "");
    }

    /** It is revoked. */
    public static Ending ofAppPassword(Username account, String name) {
        return new Ending(Kind.APP_PASSWORD, UserNames.identifier(account), name);
    }

    /** The one no longer lets the other act in their name. */
    public static Ending ofDelegation(Username owner, Username delegate) {
        return new Ending(Kind.DELEGATION, UserNames.identifier(owner), UserNames.identifier(delegate));
    }

    /** There is no such person any more. */
    public static Ending ofAccount(Username account) {
        return new Ending(Kind.ACCOUNT, UserNames.identifier(account), "");
    }
}
