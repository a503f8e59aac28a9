// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** RFC 3030: messages in chunks, and messages without lines. */
class ChunkingIT {
    private static final String HEADER = "From: ann@people.test\r\nSubject: chunks\r\n";

    private static Client begin(Wire wire, String parameters, String recipient) throws Exception {
        return wire.ann().play("""
            C: MAIL FROM:<ann@people.test>%s
            S: 250 2.1.0
            C: RCPT TO:<%s>
            S: 250
            """.formatted(parameters, recipient));
    }

    private static String bdat(String chunk, String last) {
        return "BDAT " + chunk.length() + last + "\r\n" + chunk;
    }

    @OverTheWire
    @Requirement({"6409-7-CHUNKING", "6409-7-BINARYMIME"})
    void shouldAnnounceBoth(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250-CHUNKING
            S: 250 BINARYMIME
            """);
    }

    @OverTheWire
    @Requirement({"6409-7-CHUNKING", "3030-2"})
    void shouldTakeAMessageInChunks(Wire wire) throws Exception {
        String recipient = wire.somebody();
        String body = "\r\n.\r\nNOOP\r\n.leading dot\r\n";

        begin(wire, "", recipient).raw(bdat(HEADER, "") + bdat("\r\n", "") + bdat(body, "") + "BDAT 0 LAST\r\n")
            .expect("250 2.0.0").expect("250 2.0.0").expect("250 2.0.0").expect("250 2.6.0");

        assertThat(wire.taken(recipient).text()).contains("Subject: chunks\r\n").endsWith("\r\n\r\n" + body);
    }

    @OverTheWire
    @Requirement("3030-2")
    void shouldReadNoOctetOfARefusedChunkAsACommand(Wire wire) throws Exception {
        wire.ann().raw(bdat("NOOP\r\nQUIT\r\n", "")).expect("503 5.5.1").raw(bdat("RSET\r\n", " LAST")).expect("503 5.5.1").play("""
            C: NOOP
            S: 250 2.0.0
            """);
    }

    @OverTheWire
    @Requirement("3030-2")
    void shouldRefuseDataBetweenChunks(Wire wire) throws Exception {
        begin(wire, "", wire.somebody()).raw(bdat(HEADER, "")).expect("250 2.0.0").play("""
            C: DATA
            S: 503 5.5.1
            C: RSET
            S: 250 2.0.0
            """);
    }

    @OverTheWire
    @Requirement({"3030-2", "6409-7-SIZE"})
    void shouldRefuseWhatIsTooLarge(Wire wire) throws Exception {
        begin(wire, "", wire.somebody()).raw(bdat(HEADER + "\r\n" + "x".repeat(World.SIZE_LIMIT), " LAST")).expect("552 5.3.4").play("""
            C: NOOP
            S: 250 2.0.0
            """);
    }

    @OverTheWire
    @Requirement({"6409-7-BINARYMIME", "3030-3"})
    void shouldRefuseDataForABinaryMessage(Wire wire) throws Exception {
        begin(wire, " BODY=BINARYMIME", wire.somebody()).play("""
            C: DATA
            S: 503 5.5.1
            """);
    }

    @OverTheWire
    @Requirement({"6409-7-BINARYMIME", "3030-3", "6409-8.4"})
    void shouldEncodeABinaryMessageForAServerThatTakesNone(Wire wire) throws Exception {
        String recipient = wire.somebody();
        String binary = "\0\1\r\u00ff\n.\n";
        String message = HEADER + "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
            + "Content-Transfer-Encoding: binary\r\n\r\n" + binary;

        begin(wire, " BODY=BINARYMIME", recipient).raw(bdat(message, " LAST")).expect("250 2.6.0");

        String text = wire.taken(recipient).text();
        String body = text.substring(text.indexOf("\r\n\r\n") + 4);
        assertThat(text).containsIgnoringCase("Content-Transfer-Encoding: base64\r\n");
        assertThat(new String(Base64.getMimeDecoder().decode(body), StandardCharsets.ISO_8859_1)).isEqualTo(binary);
    }

    @OverTheWire
    @Requirement("6409-8.4")
    void shouldEncode8BitTextForAServerThatTakesNone(Wire wire) throws Exception {
        wire.mx().offering();
        String recipient = wire.somebody();

        begin(wire, " BODY=8BITMIME", recipient).play("""
            C: DATA
            S: 354
            """).raw(HEADER + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9\r\n.\r\n").expect("250 2.6.0");

        assertThat(wire.taken(recipient).text()).containsIgnoringCase("Content-Transfer-Encoding: quoted-printable\r\n")
            .endsWith("\r\n\r\ncaf=E9\r\n");
    }
}
