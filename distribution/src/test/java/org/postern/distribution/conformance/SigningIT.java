// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;

import org.junit.jupiter.api.Disabled;

/** RFC 6409 §8.5. */
@Disabled("not merged yet")
class SigningIT {
    @OverTheWire
    @Requirement("6409-8.5")
    void shouldSignForTheDomainOfTheAuthor(Wire wire) throws Exception {
        if (Files.notExists(wire.server().conf().resolve("dkim/people.test"))) {
            assertThat(wire.server().run("dkim-keygen", "people.test").exitCode()).isZero();
        }
        String recipient = wire.somebody();

        wire.ann().begin(World.ANN, recipient).raw("From: ann@people.test\r\n\r\nHello\r\n.\r\n").expect("250 2.6.0");

        assertThat(wire.taken(recipient).text()).contains("DKIM-Signature: ", "d=people.test");
        wire.seen("DKIM-Signature: … d=people.test …");
    }
}
