// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import org.apache.james.core.Username;

/** What is sent as User-Name (RFC 2865 §5.1). */
enum NameForm {
    /** The network access identifier (RFC 7542). */
    FULL {
        @Override
        String of(Username username) {
            return username.asString();
        }
    },
    LOCAL {
        @Override
        String of(Username username) {
            return username.getLocalPart();
        }
    };

    abstract String of(Username username);
}
