// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 6409 §6: who may send as whom. */
class SenderRightsIT {
    @OverTheWire
    @Requirement("6409-6.1")
    void shouldRefuseSomebodyElsesAddressAtMail(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<carol@people.test>
            S: 550 5.7.1 ann@people.test may not send as carol@people.test
            C: MAIL FROM:<ann@other.test>
            S: 550 5.7.1
            C: MAIL FROM:<ann+news@people.test>
            S: 250 2.1.0
            C: RSET
            S: 250
            C: MAIL FROM:<boss@people.test>
            S: 250 2.1.0
            """);
    }

    @OverTheWire
    @Requirement("6409-6.3")
    void shouldRefuseSomebodyElsesAddressInTheHeader(Wire wire) throws Exception {
        for (String header : new String[] {"From: carol@people.test", "From: ann@people.test\r\nSender: carol@people.test"}) {
            wire.ann().begin(World.ANN, wire.somebody()).raw(header + "\r\n\r\nHello\r\n.\r\n")
                .expect("550 5.7.1 ann@people.test may not send as carol@people.test");
        }
    }

    @OverTheWire
    @Requirement("6409-8.1")
    void shouldSayWhoSentItWhenTheAuthorIsAnother(Wire wire) throws Exception {
        String recipient = wire.somebody();

        wire.ann().begin(World.ANN, recipient).play("""
            C: From: boss@people.test
            C: Subject: by delegation
            C:
            C: .
            S: 250 2.6.0
            """);

        assertThat(wire.taken(recipient).text()).contains("From: boss@people.test\r\n", "Sender: ann@people.test\r\n");
        wire.seen("Sender: ann@people.test");
    }

    @OverTheWire
    @Requirement("6409-8.1")
    void shouldNotSayWhoSentItWhenThatIsTheAuthor(Wire wire) throws Exception {
        String recipient = wire.somebody();

        wire.ann().begin(World.ANN, recipient).play("""
            C: From: Ann <ann@people.test>
            C:
            C: .
            S: 250 2.6.0
            """);

        assertThat(wire.taken(recipient).text()).doesNotContain("Sender:");
    }
}
