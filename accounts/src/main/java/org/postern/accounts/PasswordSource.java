// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import org.apache.james.core.Username;

/** Where people are known by their passwords. Safe for use by many threads; may block, for its own time-out at the longest. */
public interface PasswordSource {
    /** What the source says of a name and a password. */
    sealed interface Answer {
        /** @param username spelt as the source has it */
        record Proved(Username username) implements Answer {
        }

        /** It knows the name, and this is not the password. */
        record Wrong() implements Answer {
        }

        /** Name and password are not right together, and it does not say which of the two is wrong: others may be asked. */
        record Rejected() implements Answer {
        }

        /** It does not know the name, and nobody's password was tested: others may be asked. */
        record Unknown() implements Answer {
        }
    }

    /** For the log, such as {@code ldap}. */
    String name();

    /**
     * @param password not empty
     * @throws Exception when there is no answer now, which is never a "no"
     */
    Answer test(Username username, Password password) throws Exception;
}
