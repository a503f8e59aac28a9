// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.Test;
import org.postern.submission.Hold;

class HeldMailTest {
    @Test
    void shouldCarryTheHoldWithTheMail() throws Exception {
        FakeMail mail = FakeMail.builder().name("held").build();
        assertThat(MailOptions.hold(mail)).isEmpty();

        Hold hold = new Hold(Instant.parse("2026-11-22T09:30:00.25Z"), "for;3600");
        MailOptions.write(mail, hold);

        assertThat(MailOptions.hold(mail)).contains(hold);
    }
}
