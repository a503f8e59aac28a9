// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 6409 §8.5. */
class SigningIT {
    @OverTheWire
    @Requirement("6409-8.5")
    void shouldSignForTheDomainOfTheAuthor(Wire wire) throws Exception {
        String recipient = wire.somebody();

        wire.ann().begin(World.ANN, recipient).raw("From: ann@signed.test\r\n\r\nHello\r\n.\r\n").expect("250 2.6.0");

        assertThat(wire.taken(recipient).text()).contains("DKIM-Signature: ", "d=signed.test");
        wire.seen("DKIM-Signature: … d=signed.test …");
    }
}
