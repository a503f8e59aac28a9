// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.apache.james.core.MaybeSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.Submissions;
import org.postern.submission.Verdict;
import org.postern.submission.checks.EnvelopeAddress.Outcome;

class EnvelopeAddressTest {
    private final EnvelopeAddress address = new EnvelopeAddress();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<bob@example.net>                    | bob@example.net",
        " <bob@example.net>                   | bob@example.net",
        "<BoB@Example.NET>                    | BoB@example.net",
        "<bob>                                | bob@example.org",
        "<postmaster>                         | postmaster@example.org",
        "<\"bob b\"@example.net>              | \"bob b\"@example.net",
        "<\"(\"@example.net>                  | \"(\"@example.net",
        "<bob+tag@example.net>                | bob+tag@example.net",
        "<@a.org,@b.org:bob@example.net>      | bob@example.net",
        "<o'brien/x=y@example.net>            | o'brien/x=y@example.net",
    })
    void shouldReadAndQualify(String path, String expected) {
        assertThat(address.recipient(path, false, Submissions.IDENTITY)).isEqualTo(good(expected));
        assertThat(address.reversePath(path, false, Submissions.IDENTITY)).isEqualTo(good(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "bob@example.net                  | 501 5.1.3 | 501 5.1.7",
        "<bob@example.net                 | 501 5.1.3 | 501 5.1.7",
        "``                               | 501 5.1.3 | 501 5.1.7",
        "<bob b@example.net>              | 501 5.1.3 | 501 5.1.7",
        "< bob@example.net>               | 501 5.1.3 | 501 5.1.7",
        "<bob@example.net >               | 501 5.1.3 | 501 5.1.7",
        "<bob(x)@example.net>             | 501 5.1.3 | 501 5.1.7",
        "<\"bob\"(x)@example.net>         | 501 5.1.3 | 501 5.1.7",
        "<bob . b@example.net>            | 501 5.1.3 | 501 5.1.7",
        "<bob@example.net,carol@x.org>    | 501 5.1.3 | 501 5.1.7",
        "<bob@example.net> <carol@x.org>  | 501 5.1.3 | 501 5.1.7",
        "<<bob@example.net>>              | 501 5.1.3 | 501 5.1.7",
        "<@a.org:bob>x@example.net>       | 501 5.1.3 | 501 5.1.7",
        "<@a b:bob@example.net>           | 501 5.1.3 | 501 5.1.7",
        "<bob@>                           | 501 5.1.3 | 501 5.1.7",
        "<@example.net>                   | 501 5.1.3 | 501 5.1.7",
        "<bob..b@example.net>             | 501 5.1.3 | 501 5.1.7",
        "<bob@example.net.>               | 501 5.1.3 | 501 5.1.7",
        "<bob\u0000@example.net>          | 501 5.1.3 | 501 5.1.7",
        "<bob\u0001@example.net>            | 501 5.1.3 | 501 5.1.7",
        "<=?x?q?a?=@example.net>          | 501 5.1.3 | 501 5.1.7",
        "<bob@mailhost>                   | 554 5.1.2 | 554 5.1.7",
        "<bob@[192.0.2.1]>                | 554 5.1.2 | 554 5.1.7",
        "<bob@192.0.2.1>                  | 554 5.1.2 | 554 5.1.7",
        "<b\u00fcb@example.net>           | 553 5.6.7 | 553 5.6.7",
    })
    void shouldRefuse(String path, String asRecipient, String asReversePath) {
        assertThat(reply(address.recipient(path, false, Submissions.IDENTITY))).startsWith(asRecipient);
        assertThat(reply(address.reversePath(path, false, Submissions.IDENTITY))).startsWith(asReversePath);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "\r", "\n", "\0", "\33", "\177"})
    void shouldRefuseControlCharacterAlsoBetweenQuotes(String control) {
        for (String path : List.of("<\"bob\\" + control + "b\"@example.net>", "<\"bob" + control + "b\"@example.net>")) {
            assertThat(reply(address.recipient(path, true, Submissions.IDENTITY))).startsWith("501 5.1.3");
            assertThat(reply(address.reversePath(path, false, Submissions.IDENTITY))).startsWith("501 5.1.7");
        }
    }

    @Test
    void shouldKnowNullSenderAtMailOnly() {
        assertThat(address.reversePath("<>", false, Submissions.IDENTITY)).isEqualTo(new Outcome.Good(MaybeSender.nullSender()));
        assertThat(reply(address.recipient("<>", false, Submissions.IDENTITY))).startsWith("501 5.1.3");
    }

    static Stream<String> tooLong() {
        return Stream.of("<" + "x".repeat(65) + "@example.net>", "<x@" + "y.".repeat(126) + "org>", "<" + "x".repeat(500_000) + ">");
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void shouldRefuseWhatIsTooLong(String path) {
        assertThat(reply(address.recipient(path, false, Submissions.IDENTITY)))
            .startsWith("501 5.1.3")
            .contains("too long")
            .hasSizeLessThan(500);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<bob@b\u00fccher.example>                     | bob@xn--bcher-kva.example",
        "<bob@B\u00dcCHER.example>                     | bob@xn--bcher-kva.example",
        "<b\u00fcb@example.net>                        | \"b\u00fcb\"@example.net",
        "<\"b\u00fcb\"@example.net>                    | \"b\u00fcb\"@example.net",
        "<b\u00fcb+tag@xn--bcher-kva.example>          | \"b\u00fcb+tag\"@xn--bcher-kva.example",
        "<\"b\u00fc b\"@example.net>                   | \"b\u00fc b\"@example.net",
        "<b\u00fcb>                                    | \"b\u00fcb\"@example.org",
        "<@a.org:b\u00fcb@example.net>                 | \"b\u00fcb\"@example.net",
        "<\u8a3a@\u8a3a\u65ad.example>                 | \"\u8a3a\"@xn--bfvo72f.example",
        "<\ud83d\ude00@example.net>                    | \"\ud83d\ude00\"@example.net",
    })
    void shouldReadInternationalPathWhenSmtpUtf8IsUsed(String path, String expected) {
        assertThat(address.recipient(path, true, Submissions.IDENTITY)).isEqualTo(good(expected));
        assertThat(address.reversePath(path, true, Submissions.IDENTITY)).isEqualTo(good(expected));
        assertThat(reply(address.recipient(path, false, Submissions.IDENTITY))).startsWith("553 5.6.7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<bob@stra\u00dfe.example>       | 501 5.1.3 | A-labels",
        "<bob@\u00fc-.example>           | 554 5.1.2 | fully qualified",
        "<bob@-\u00fc.example>           | 554 5.1.2 | fully qualified",
        "<bob@\u00fc>                    | 554 5.1.2 | fully qualified",
        "<bob@\u00fc.example\u3002>      | 501 5.1.3 | A-labels",
        "<bob@xn--\u00fc.example>        | 501 5.1.3 | A-labels",
        "<bob@\u00fc_.example>           | 501 5.1.3 | A-labels",
        "<b\ufffdb@example.net>          | 501 5.1.3 | not UTF-8",
        "<b\u0085b@example.net>          | 501 5.1.3 | not an internationalised address",
        "<b\u2028b@example.net>          | 501 5.1.3 | not an internationalised address",
        "<b\u00fc b@example.net>         | 501 5.1.3 | not an address",
        "<.b\u00fcb@example.net>         | 501 5.1.3 | not an address",
    })
    void shouldRefuseInternationalPathThatIsNone(String path, String code, String reason) {
        assertThat(reply(address.recipient(path, true, Submissions.IDENTITY))).startsWith(code).contains(reason);
    }

    @Test
    void shouldCountOctetsNotCharacters() {
        assertThat(reply(address.recipient("<" + "\u8a3a".repeat(22) + "@example.net>", true, Submissions.IDENTITY))).contains("too long");
        String domain = ("\u00e4".repeat(20) + ".").repeat(6) + "example";
        assertThat(reply(address.recipient("<bob@" + domain + ">", true, Submissions.IDENTITY))).startsWith("501 5.1.3");
    }

    @Test
    void shouldRefuseReversePathOfOthers() {
        ReversePathRights rights = new ReversePathRights(Submissions.RIGHTS);

        assertThat(rights.check(Submissions.IDENTITY, MaybeSender.of(Submissions.ALICE))).isEqualTo(Verdict.ACCEPT);
        assertThat(rights.check(Submissions.IDENTITY, MaybeSender.nullSender())).isEqualTo(Verdict.ACCEPT);
        Verdict others = rights.check(Submissions.IDENTITY, MaybeSender.of(Submissions.address("bob@example.net")));
        assertThat(others.answer().orElseThrow().toString())
            .startsWith("550 5.7.1 alice@example.org may not send as bob@example.net (MAIL FROM)");
        assertThat(rights.check(Submissions.IDENTITY, MaybeSender.of(Submissions.address("down@example.org"))))
            .isInstanceOf(Verdict.TryLater.class);
    }

    private static Outcome good(String expected) {
        return new Outcome.Good(MaybeSender.of(Submissions.address(expected)));
    }

    private static String reply(Outcome outcome) {
        return ((Outcome.Bad) outcome).reply().toString();
    }
}
