// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** RFC 8314, RFC 8997 and RFC 3207. */
class TlsIT {
    /** A ClientHello that knows nothing newer than TLS 1.1: no client of the JDK sends one any more. */
    private static final byte[] TLS_1_1 = hello((byte) 2);
    private static final byte[] TLS_1_0 = hello((byte) 1);
    private static final char ALERT = 0x15;
    private static final char PROTOCOL_VERSION = 70;

    private static byte[] hello(byte minor) {
        byte[] hello = new byte[54];
        // A record of the handshake protocol, 49 octets; a ClientHello, 45.
        byte[] head = {0x16, 3, 1, 0, 49, 1, 0, 0, 45, 3, minor};
        System.arraycopy(head, 0, hello, 0, head.length);
        // 32 octets of random and no session; three suites, of RSA with AES and the SCSV; no compression.
        byte[] tail = {0, 0, 6, 0, 0x2F, 0, 0x35, 0, (byte) 0xFF, 1, 0};
        System.arraycopy(tail, 0, hello, head.length + 32, tail.length);
        return hello;
    }

    @OverTheWire
    @Requirement({"8314-3.3", "6409-7-STARTTLS"})
    void shouldTakeMailAsThePortHasIt(Wire wire) throws Exception {
        Client client = wire.connect();
        client.reply();
        if (wire.port().isImplicitTls()) {
            assertThat(client.announced()).doesNotContain("STARTTLS");
            wire.seen("STARTTLS not announced");
        } else {
            client.play("""
                C: EHLO client.test
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 2.0.0
                """).handshake();
            assertThat(client.announced()).doesNotContain("STARTTLS");
        }
        String recipient = wire.somebody();
        client.play("""
            C: EHLO client.test
            S: 250
            """).login(World.ANN, World.PASSWORD).begin(World.ANN, recipient).raw("From: ann@people.test\r\n\r\n.\r\n").expect("250 2.6.0");
        wire.taken(recipient);
    }

    @OverTheWire(Port.SUBMISSION)
    @Requirement({"8314-3/7", "4954-4", "4954-6"})
    void shouldTakeNoPasswordAndNoMailInClearText(Wire wire) throws Exception {
        Client client = wire.connect();
        client.reply();
        assertThat(client.announced()).noneMatch(line -> line.startsWith("AUTH"));
        client.play("""
            C: MAIL FROM:<ann@people.test>
            S: 530 5.7.0
            C: AUTH PLAIN %s
            S: 538 5.7.11
            C: AUTH LOGIN
            S: 538 5.7.11
            """.formatted(Client.base64("\0" + World.ANN + "\0" + World.PASSWORD)));
    }

    @OverTheWire(Port.SUBMISSIONS)
    @Requirement({"8314-3/7", "4954-4"})
    void shouldSayNothingInClearText(Wire wire) throws Exception {
        Client client = wire.clearText().raw("EHLO client.test\r\nAUTH LOGIN\r\n");

        // At most the alert of TLS comes.
        assertThat(client.rest()).doesNotContain("220", "250", "334", "538");
        wire.seen("TLS alert");
    }

    @OverTheWire
    @Requirement("8997")
    void shouldFailTheHandshakeOfAnOldClient(Wire wire) throws Exception {
        for (byte[] hello : List.of(TLS_1_0, TLS_1_1)) {
            Client client = wire.clearText();
            if (!wire.port().isImplicitTls()) {
                client.play("""
                    C: EHLO client.test
                    S: 220
                    S: 250
                    C: STARTTLS
                    S: 220
                    """);
            }
            client.raw(hello);

            assertThat(client.rest().toCharArray()).startsWith(ALERT).endsWith(PROTOCOL_VERSION);
        }
        wire.seen("TLS alert: protocol version");
    }

    @OverTheWire
    @Requirement({"8314-4.1", "8314-4.3"})
    void shouldTakeTls12AndTls13(Wire wire) throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            String recipient = wire.somebody();
            wire.secured(version).login(World.ANN, World.PASSWORD).begin(World.ANN, recipient)
                .raw("From: ann@people.test\r\n\r\n.\r\n").expect("250 2.6.0");

            assertThat(wire.taken(recipient).text()).contains("(" + version + " TLS_");
            wire.seen("Received: … (" + version + " TLS_…)");
        }
    }

    @OverTheWire(Port.SUBMISSION)
    @Requirement({"3207", "3207-4"})
    void shouldForgetWhatWasSaidBeforeTheHandshake(Wire wire) throws Exception {
        wire.connect().play("""
            C: EHLO client.test
            S: 220
            S: 250
            C: STARTTLS now
            S: 501 5.5.4
            C: STARTTLS
            S: 220 2.0.0
            """).handshake().play("""
            C: AUTH LOGIN
            S: 503 5.5.1
            C: EHLO client.test
            S: 250 AUTH
            C: STARTTLS
            S: 503 5.5.1
            """);
    }

    @OverTheWire(Port.SUBMISSIONS)
    @Requirement({"3207", "3207-4"})
    void shouldRefuseStartTlsWhereTlsRuns(Wire wire) throws Exception {
        wire.secured().play("""
            C: STARTTLS
            C: NOOP
            S: 503 5.5.1
            S: 250 2.0.0
            """);
    }

    @OverTheWire(Port.SUBMISSION)
    @Requirement("8314-5.1")
    void shouldCheckTheRecordOfTheSubmissionPort(Wire wire) throws Exception {
        assertThat(wire.server().command("check").output()).contains("people.test: SRV _submission._tcp: no such record");
        wire.seen("SRV _submission._tcp: no such record");
    }

    @OverTheWire(Port.SUBMISSIONS)
    @Requirement("8314-5.1")
    void shouldCheckTheRecordOfTheSubmissionsPort(Wire wire) throws Exception {
        assertThat(wire.server().command("check").output()).contains("people.test: SRV _submissions._tcp: no such record");
        wire.seen("SRV _submissions._tcp: no such record");
    }
}
