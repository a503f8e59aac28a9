// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.util.Arrays;

import javax.inject.Inject;

/** PLAIN (RFC 4616): {@code [authzid] NUL authcid NUL passwd}. */
public final class Plain implements SaslMechanism {
    private final PasswordTest passwords;

    @Inject
    public Plain(PasswordTest passwords) {
        this.passwords = passwords;
    }

    @Override
    public String name() {
        return "PLAIN";
    }

    @Override
    public boolean showsPassword() {
        return true;
    }

    @Override
    public SaslExchange begin(Peer peer) {
        return new SaslExchange() {
            @Override
            public Step start() {
                return new Step.Challenge(new byte[0]);
            }

            @Override
            public Step next(byte[] response) {
                int first = indexOfNul(response, 0);
                int second = indexOfNul(response, first + 1);
                boolean malformed = first < 0 || second < 0 || second == first + 1 || second == response.length - 1
                    || indexOfNul(response, second + 1) >= 0;
                if (malformed) {
                    return new Step.Failed("", "no name and password");
                }
                return passwords.test(peer,
                    Arrays.copyOfRange(response, 0, first),
                    Arrays.copyOfRange(response, first + 1, second),
                    Arrays.copyOfRange(response, second + 1, response.length));
            }
        };
    }

    private static int indexOfNul(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
