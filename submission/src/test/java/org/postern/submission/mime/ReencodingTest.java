// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.header.MessageParser;

/** Messages are written with LF for CR LF; characters over 127 are octets. */
class ReencodingTest {
    private static final String MIME = "From: alice@example.org\nMIME-Version: 1.0\n";
    private static final String MULTIPART = MIME + "Content-Type: multipart/mixed; boundary=\"-a b-\"\n";

    private static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Reencoding toSevenBit(String message) throws IOException {
        return Reencoding.toSevenBit(() -> new ByteArrayInputStream(octets(message)));
    }

    private static Reencoding toEightBit(byte[] message) throws IOException {
        return Reencoding.toEightBit(() -> new ByteArrayInputStream(message));
    }

    private static String written(Reencoding reencoding) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reencoding.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    private static void assertSevenBit(String message, String expected) throws IOException {
        Reencoding reencoding = toSevenBit(message);

        assertThat(written(reencoding)).isEqualTo(expected);
        assertThat(reencoding.isComplete()).isTrue();
        assertThat(toSevenBit(expected).isNeeded()).isFalse();
    }

    private static void assertEightBit(String message, String expected) throws IOException {
        Reencoding reencoding = toEightBit(message.replace("\n", "\r\n").replace("<LF>", "\n").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(written(reencoding)).isEqualTo(expected);
        assertThat(reencoding.isComplete()).isTrue();
        assertThat(toEightBit(octets(expected)).isNeeded()).isFalse();
    }

    @Test
    void shouldEncodeTextAsQuotedPrintable() throws IOException {
        assertSevenBit(MIME + "Content-Type: text/plain; charset=iso-8859-1\ncontent-transfer-encoding : 8BIT (so it is)\n"
            + "X-After:   x\n y\n\nfa\u00e7ade = \n",
            MIME + "Content-Type: text/plain; charset=iso-8859-1\ncontent-transfer-encoding: quoted-printable\nX-After:   x\n y\n\n"
                + "fa=E7ade =3D=20\n");
    }

    @Test
    void shouldEncodeOtherContentAsBase64() throws IOException {
        assertSevenBit(MIME + "Content-Type: application/pdf\n\n\u00ff\u00fe\n",
            MIME + "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n//4NCg==\n");
    }

    @Test
    void shouldSayThatNobodyKnowsTheCharsetWhenThereAreNoMimeFields() throws IOException {
        assertSevenBit("From: alice@example.org\n\n\u00e4\n",
            "From: alice@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset=unknown-8bit\n"
                + "Content-Transfer-Encoding: quoted-printable\n\n=E4\n");
        assertSevenBit("\n\u00e4\n", "MIME-Version: 1.0\nContent-Type: text/plain; charset=unknown-8bit\n"
            + "Content-Transfer-Encoding: quoted-printable\n\n=E4\n");
    }

    @Test
    void shouldAddMimeVersionOnlyWhenItIsMissing() throws IOException {
        assertSevenBit("Content-Type: text/html; charset=utf-8\n\n\u00e4",
            "Content-Type: text/html; charset=utf-8\nMIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n=E4");
    }

    @Test
    void shouldChangeNothingButThePartsThatNeedIt() throws IOException {
        String before = MULTIPART + "Content-Transfer-Encoding: 8bit\n\npreamble\n--no delimiter\n---a b- \t\n"
            + "X-Odd : \t one\n  two\n\nseven bits\n---a b-\nContent-Transfer-Encoding: 8bit\n\n";
        String after = "---a b-\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nAAAA\n"
            + "---a b---\n\nepilogue\n---a b-\nno part";

        assertSevenBit(before + "\u00e4\n---a b-x\n\n" + after,
            before.replaceFirst("8bit", "7bit").replace("8bit", "quoted-printable") + "=E4\n---a b-x\n\n" + after);
    }

    @Test
    void shouldFindPartsOfPartsAndOfAttachedMessages() throws IOException {
        String message = MULTIPART + "\n---a b-\nContent-Type: multipart/alternative; boundary=in\nContent-Transfer-Encoding: 8bit\n\n"
            + "--in\n\n\u00e4\n--in\nContent-Type: text/html\n\n<\n--in--\n---a b-\n"
            + "Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\nSubject: x\n\n\u00fc\n\n---a b---\n";

        assertSevenBit(message, MULTIPART
            + "\n---a b-\nContent-Type: multipart/alternative; boundary=in\nContent-Transfer-Encoding: 7bit\n\n"
            + "--in\nContent-Transfer-Encoding: quoted-printable\n\n=E4\n--in\nContent-Type: text/html\n\n<\n--in--\n---a b-\n"
            + "Content-Type: message/rfc822\nContent-Transfer-Encoding: 7bit\n\nSubject: x\nMIME-Version: 1.0\n"
            + "Content-Type: text/plain; charset=unknown-8bit\nContent-Transfer-Encoding: quoted-printable\n\n=FC\n\n---a b---\n");
    }

    @Test
    void shouldEndInnerPartsWhenOuterDelimiterComes() throws IOException {
        assertSevenBit(MULTIPART + "\n---a b-\nContent-Type: multipart/mixed; boundary=in\n\n"
                + "--in\n\n\u00e4\n---a b-\n\n\u00e4\n--in\n\n\u00e4",
            MULTIPART + "\n---a b-\nContent-Type: multipart/mixed; boundary=in\n\n"
                + "--in\nContent-Transfer-Encoding: quoted-printable\n\n=E4\n---a b-\nContent-Transfer-Encoding: quoted-printable\n\n"
                + "=E4\n--in\n\n=E4");
    }

    @Test
    void shouldTakePartsOfADigestForMessages() throws IOException {
        String digest = MIME + "Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: x\n";

        assertSevenBit(digest + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n\u00e4\n--d--\n",
            digest + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                + "Content-Transfer-Encoding: quoted-printable\n\n=E4\n--d--\n");
    }

    @Test
    void shouldKeepTheSameOctetsWhenNothingIsNeeded() throws IOException {
        String message = MULTIPART + "Content-Transfer-Encoding: 8bit\n\n---a b-\n\nx\n---a b---\n";

        assertThat(toSevenBit(message).isNeeded()).isFalse();
        assertThat(written(toSevenBit(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Type: multipart/mixed; boundary=b\n\n\u00e4\n--b\n\nx\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n\u00e4\n",
        "Content-Type: multipart/mixed\n\n--b\n\n\u00e4\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n\u00e4\n",
        "Content-Type: message/delivery-status\n\n\u00e4\n",
        "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n=E4\u00e4\n",
        "Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\n\u00e4\n",
        "Content-Type: message/rfc822\n\nSubject: \u00e4\n\nx\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nX: \u00e4\n\nx\n--b--\n",
    })
    void shouldSaySoWhenItCannotHelp(String message) throws IOException {
        Reencoding reencoding = toSevenBit(MIME + message);

        assertThat(reencoding.isComplete()).isFalse();
        assertThat(reencoding.isNeeded()).isFalse();
        assertThat(reencoding.hasEightBitPartHeader()).isEqualTo(message.contains("Subject") || message.contains("X:"));
    }

    @Test
    void shouldEncodeWhatItCanWhenItCannotHelpEverywhere() throws IOException {
        String message = MULTIPART + "Content-Transfer-Encoding: 8bit\n\n---a b-\nX: \u00e4\n\n\u00e4\n---a b---\n";
        Reencoding reencoding = toSevenBit(message);

        assertThat(reencoding.isComplete()).isFalse();
        assertThat(written(reencoding)).isEqualTo(MULTIPART + "Content-Transfer-Encoding: 8bit\n\n"
            + "---a b-\nX: \u00e4\nContent-Transfer-Encoding: quoted-printable\n\n=E4\n---a b---\n");
    }

    @ParameterizedTest
    @CsvSource({"signed, true", "mixed, false"})
    void shouldKnowWhenASignatureBreaks(String subtype, boolean breaks) throws IOException {
        String message = MIME + "Content-Type: multipart/" + subtype + "; boundary=s\n\n--s\n"
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\u00e4\n--b--\n"
            + "--s\nContent-Type: application/pgp-signature\n\nx\n--s--\n";

        assertThat(toSevenBit(message).breaksSignature()).isEqualTo(breaks);
        assertThat(toSevenBit(message.replace("\u00e4", "a")).breaksSignature()).isFalse();
    }

    @Test
    void shouldNotBreakASignatureBesideIt() throws IOException {
        String message = MULTIPART + "\n---a b-\n"
            + "Content-Type: multipart/signed; boundary=s\n\n--s\n\nx\n--s--\n---a b-\n\n\u00e4\n---a b---\n";

        assertThat(toSevenBit(message).isNeeded()).isTrue();
        assertThat(toSevenBit(message).breaksSignature()).isFalse();
    }

    @Test
    void shouldMakeBinaryContentBase64() throws IOException {
        assertEightBit(MIME + "Content-Type: image/png\nContent-Transfer-Encoding: binary\n\n\0<LF>",
            MIME + "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAo=\n");
    }

    @Test
    void shouldTakeNoLineForADelimiterThatDoesNotFollowCrLf() throws IOException {
        assertEightBit(MULTIPART + "\n---a b-\n\n\0<LF>---a b-\n\n---a b---\n",
            MULTIPART + "\n---a b-\nContent-Transfer-Encoding: base64\n\nAAotLS1hIGItDQo=\n---a b---\n");
    }

    @Test
    void shouldTakeNoLineForADelimiterThatHasMoreThanPaddingBehindIt() throws IOException {
        assertEightBit(MULTIPART + "\n---a b- \t\n\nx\n---a b-\r\n---a b---\n",
            MULTIPART + "\n---a b- \t\nContent-Transfer-Encoding: base64\n\neA0KLS0tYSBiLQ0=\n---a b---\n");
    }

    @Test
    void shouldMakeBinaryContentBase64WhenItIsNotDeclared() throws IOException {
        assertEightBit("From: alice@example.org\n\n\0\u00ff",
            "From: alice@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset=unknown-8bit\n"
                + "Content-Transfer-Encoding: base64\n\nAP8=\n");
    }

    @ParameterizedTest
    @CsvSource({"text, 7bit", "t\u00ebxt, 8bit"})
    void shouldOnlyNameTextOtherwiseWhenItsLinesAreFine(String text, String encoding) throws IOException {
        assertEightBit(MIME + "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: binary\n\n" + text + "\n",
            MIME + "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: " + encoding + "\n\n" + text + "\n");
    }

    @Test
    void shouldNameEnclosingPartsAfterWhatIsInThem() throws IOException {
        String message = MULTIPART + "Content-Transfer-Encoding: binary\n\n---a b-\n"
            + "Content-Type: image/png\nContent-Transfer-Encoding: binary\n\n%s\n---a b-\n"
            + "Content-Type: message/rfc822\nContent-Transfer-Encoding: binary\n\nSubject: x\n\n%s\n---a b---\n";

        for (String[] each : new String[][] {{"x", "7bit"}, {"\u00e4", "8bit"}}) {
            assertEightBit(message.formatted("\0", each[0]), message.replace("Content-Type: image/png\nContent-Transfer-Encoding: binary",
                "Content-Type: image/png\nContent-Transfer-Encoding: base64").replace("binary", each[1]).formatted("AA==", each[0]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        MULTIPART + "\n---a b-\nContent-Transfer-Encoding: 8bit\n\n\u00e4\n---a b---\n",
        MIME + "Content-Transfer-Encoding: base64\n\nAAAA\n",
        "Subject: x\n\n\u00e4\n",
        "Subject: x",
        "",
    })
    void shouldLeaveMessageAloneWhenNothingIsBinary(String message) throws IOException {
        Reencoding reencoding = toEightBit(octets(message));

        assertThat(reencoding.isNeeded()).isFalse();
        assertThat(reencoding.isComplete()).isTrue();
        assertThat(written(reencoding)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Transfer-Encoding: base64\n\nAA\0AA\n",
        "Content-Type: multipart/mixed; boundary=b\n\n\0\n--b\n\nx\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nX: \0\n\nx\n--b--\n",
        "Content-Type: message/partial; id=x\nContent-Transfer-Encoding: binary\n\n\0\n",
    })
    void shouldSaySoWhenBinaryContentCannotBeEncoded(String message) throws IOException {
        assertThat(toEightBit(octets(MIME + message)).isComplete()).isFalse();
    }

    @Test
    void shouldNotJudgeMessageOfTooManyParts() throws IOException {
        String parts = "---a b-\n\n\u00e4\n".repeat(PartScanner.MOST_PARTS);

        assertThat(toSevenBit(MULTIPART + "\n" + parts).isNeeded()).isFalse();
        assertThat(toSevenBit(MULTIPART + "\n" + parts).isComplete()).isFalse();
    }

    @Test
    void shouldNotLookIntoPartsThatAreTooDeep() throws IOException {
        String message = MIME + "Content-Type: message/rfc822\n\n".repeat(PartScanner.DEEPEST + 1) + "Subject: x\n\n\u00e4\n";

        assertThat(toSevenBit(message).isComplete()).isFalse();
        assertThat(toSevenBit(message.replaceFirst("Content-Type: message/rfc822\n\n", "")).isComplete()).isFalse();
        assertThat(toSevenBit(message.replaceFirst("(Content-Type: message/rfc822\n\n){2}", "")).isComplete()).isTrue();
    }

    @Test
    void shouldNotSpendLongOnLinesThatLookLikeDelimiters() throws IOException {
        StringBuilder message = new StringBuilder(MIME);
        for (int i = 100; i < 199; i++) {
            String boundary = i + "b".repeat(187);
            message.append("Content-Type: multipart/mixed; boundary=").append(boundary).append("\n\n--").append(boundary).append('\n');
        }
        message.append("\n").append("--x\n".repeat(3_000_000));

        assertTimeout(Duration.ofSeconds(10), () -> toSevenBit(message.toString()));
    }

    @Test
    void shouldLeaveHeaderAloneThatIsTooLargeToBeRead() throws IOException {
        String message = "X: y\n".repeat(60_000) + "Content-Type: text/plain\n\n\u00e4\n";

        assertThat(toSevenBit(message).isComplete()).isFalse();
        assertThat(written(toSevenBit(message))).isEqualTo(message);
    }

    @Test
    void shouldKnowFromTheFactsWhetherItIsNeeded() {
        assertThat(Reencoding.isNeededForSevenBit(MessageParser.parse(octets("Subject: x\n\n\u00e4")).body())).isTrue();
        assertThat(Reencoding.isNeededForSevenBit(MessageParser.parse(octets("Subject: x\n\na")).body())).isFalse();
    }
}
