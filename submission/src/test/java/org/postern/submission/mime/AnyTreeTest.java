// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.postern.submission.BodyFacts;
import org.postern.submission.header.MessageParser;

/** What holds for every message, however it is built; Mime4J is the judge of what a reader sees. */
@Domain(MimeTrees.class)
@Domain(DomainContext.Global.class)
class AnyTreeTest {
    private static final List<String> PIECES = List.of("Content-Type: ", "multipart/mixed; boundary=b", "message/rfc822", "text/plain",
        "multipart/signed; boundary=\"b c\"", "Content-Transfer-Encoding: ", "8bit", "binary", "base64", "MIME-Version: 1.0", "\r\n",
        "\r\n", "\r\n\r\n", "--b", "--b--", "--b c", "\r\n--b\r\n", "\r\n--b\r\n\r\n", "\r\n--b--\r\n", "\n", "\r", "\0", "\u00e4", "x",
        " ", "-", "=", "x".repeat(999));

    @Property
    void shouldKeepWhatReadersSeeWhenMadeSevenBit(@ForAll MimeTrees.Message message) throws Exception {
        byte[] changed = written(Reencoding.toSevenBit(source(message.octets())));

        assertThat(contents(changed)).isEqualTo(message.contents());
        assertThat(Reencoding.toSevenBit(source(message.octets())).isComplete()).isTrue();
        for (byte octet : changed) {
            assertThat(octet).isNotNegative();
        }
        if (MessageParser.parse(message.octets()).body().firstLongLine() == 0) {
            assertThat(MessageParser.parse(changed).body().firstLongLine()).isZero();
        }
    }

    @Property
    void shouldKeepWhatReadersSeeWhenMadeEightBit(@ForAll MimeTrees.BinaryMessage binary) throws Exception {
        MimeTrees.Message message = binary.message();
        byte[] changed = written(Reencoding.toEightBit(source(message.octets())));

        assertThat(contents(changed)).isEqualTo(message.contents());
        BodyFacts facts = MessageParser.parse(changed).body();
        assertThat(List.of(facts.firstNul(), facts.firstBareCr(), facts.firstBareLf(), facts.firstLongLine())).containsOnly(0L);
        assertThat(new String(changed, StandardCharsets.ISO_8859_1)).doesNotContain("Transfer-Encoding: binary");
        // And from there to ASCII.
        assertThat(contents(written(Reencoding.toSevenBit(source(changed))))).isEqualTo(message.contents());
    }

    @Property
    void shouldChangeNothingTheSecondTime(@ForAll MimeTrees.BinaryMessage binary) throws Exception {
        byte[] eightBit = written(Reencoding.toEightBit(source(binary.message().octets())));
        byte[] sevenBit = written(Reencoding.toSevenBit(source(eightBit)));

        assertThat(Reencoding.toEightBit(source(eightBit)).isNeeded()).isFalse();
        assertThat(Reencoding.toSevenBit(source(sevenBit)).isNeeded()).isFalse();
        assertThat(Reencoding.toEightBit(source(sevenBit)).isNeeded()).isFalse();
    }

    @Property
    void shouldEndWithSomethingFitOrSaySoWhateverComes(@ForAll("crooked") String text) throws Exception {
        byte[] message = text.getBytes(StandardCharsets.ISO_8859_1);
        Reencoding sevenBit = Reencoding.toSevenBit(source(message));
        Reencoding eightBit = Reencoding.toEightBit(source(message));
        byte[] ascii = written(sevenBit);
        byte[] lines = written(eightBit);

        assertThat(MessageParser.parse(ascii).body().eightBit()).isEqualTo(!sevenBit.isComplete());
        assertThat(Reencoding.toSevenBit(source(ascii)).isNeeded()).isFalse();
        assertThat(isBinary(lines)).isEqualTo(!eightBit.isComplete());
        assertThat(Reencoding.toEightBit(source(lines)).isNeeded()).isFalse();
        if (!sevenBit.isNeeded()) {
            assertThat(ascii).isEqualTo(message);
        }
        if (!eightBit.isNeeded()) {
            assertThat(lines).isEqualTo(message);
        }
    }

    @Provide
    Arbitrary<String> crooked() {
        return Arbitraries.of(PIECES).list().ofMaxSize(60).map(pieces -> String.join("", pieces));
    }

    private static boolean isBinary(byte[] message) {
        int body = (int) MessageParser.parse(message).headerLength();
        // Behind an empty header, so that only the body counts.
        byte[] judged = new byte[message.length - body + 2];
        judged[0] = '\r';
        judged[1] = '\n';
        System.arraycopy(message, body, judged, 2, message.length - body);
        BodyFacts facts = MessageParser.parse(judged).body();
        return facts.firstNul() + facts.firstBareCr() + facts.firstBareLf() + facts.firstLongLine() > 0;
    }

    private static MessageSource source(byte[] message) {
        return () -> new ByteArrayInputStream(message);
    }

    private static byte[] written(Reencoding reencoding) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reencoding.writeTo(out);
        return out.toByteArray();
    }

    private static List<String> contents(byte[] message) throws IOException, MimeException {
        MimeTokenStream tokens = new MimeTokenStream(MimeConfig.PERMISSIVE);
        tokens.parse(new ByteArrayInputStream(message));
        List<String> contents = new ArrayList<>();
        for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
            if (state == EntityState.T_BODY) {
                try (InputStream content = tokens.getDecodedInputStream()) {
                    contents.add(new String(content.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }
}
