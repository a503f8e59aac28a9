// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.security.SecureRandom;
import java.util.Base64;

import javax.inject.Inject;

/** The server's part of a nonce: new for each exchange, so that no old proof is one for this one. */
public class ServerNonces {
    private static final int LENGTH = 18;

    private final SecureRandom random = new SecureRandom();

    @Inject
    public ServerNonces() {
        // The random numbers of the platform.
    }

    String next() {
        byte[] octets = new byte[LENGTH];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }
}
