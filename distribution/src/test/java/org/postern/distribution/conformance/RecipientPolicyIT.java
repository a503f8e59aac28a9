// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

/** RFC 6409 §6.2 and §6.4: recipients that a person may not write to, and one that anybody may. */
class RecipientPolicyIT {
    @OverTheWire
    @Requirement("6409-6.2")
    void shouldRefuseARecipientThatThePersonMayNotWriteTo(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<editor@press.test>
            S: 550 5.7.1 ann@people.test may not send to editor@press.test
            C: RCPT TO:<postmaster@press.test>
            S: 550 5.7.1
            C: RCPT TO:<bob@elsewhere.test>
            S: 250 2.1.5
            """);
    }

    @OverTheWire
    @Requirement("6409-6.4")
    void shouldReachThePostmasterByNameAlone(Wire wire) throws Exception {
        wire.ann().begin(World.ANN, "Postmaster").raw("From: ann@people.test\r\n\r\n.\r\n").expect("250 2.6.0");

        wire.taken("postmaster@people.test");
    }
}
