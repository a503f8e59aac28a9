// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.OptionalLong;

import org.apache.james.protocols.api.Response;

/** What comes behind a command and is no command: a message, or a chunk of one. */
interface Incoming {
    /** In octets; empty when it ends with the dot of RFC 5321 §4.1.1.4. */
    OptionalLong length();

    /** The next octets, dots taken off where there are any. */
    void accept(byte[] block, int offset, int length);

    /** The reply at its end. */
    Response finish();
}
