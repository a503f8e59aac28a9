// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import javax.inject.Inject;

/** LOGIN: never standardised, and the only one that some mail programs know. Asks for the name, then for the password. */
public final class Login implements SaslMechanism {
    private final PasswordTest passwords;

    @Inject
    public Login(PasswordTest passwords) {
        this.passwords = passwords;
    }

    @Override
    public String name() {
        return "LOGIN";
    }

    @Override
    public boolean showsPassword() {
        return true;
    }

    @Override
    public SaslExchange begin(Peer peer) {
        return new SaslExchange() {
            private Optional<byte[]> name = Optional.empty();

            @Override
            public Step start() {
                return challenge("Username:");
            }

            @Override
            public Step next(byte[] response) {
                if (name.isEmpty()) {
                    name = Optional.of(response);
                    return challenge("Password:");
                }
                return passwords.test(peer, new byte[0], name.get(), response);
            }

            @Override
            public String claimed() {
                return name.map(octets -> new String(octets, StandardCharsets.UTF_8)).orElse("");
            }
        };
    }

    private static SaslExchange.Step challenge(String text) {
        return new SaslExchange.Step.Challenge(text.getBytes(StandardCharsets.US_ASCII));
    }
}
