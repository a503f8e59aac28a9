// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "alice@example.org                                  | [alice@example.org]",
        "Alice <alice@example.org>                          | Alice[alice@example.org]",
        "<alice@example.org>                                | [alice@example.org]",
        "\"Alice, A.\" <alice@example.org>                  | \"Alice, A.\"[alice@example.org]",
        "John Q. Public <j@x.org>                           | John Q. Public[j@x.org]",
        "=?utf-8?q?J=C3=BC?= =?utf-8?q?rgen?= <j@x.org>     | =?utf-8?q?J=C3=BC?= =?utf-8?q?rgen?=[j@x.org]",
        "alice@example.org (Alice (home))                   | [alice@example.org]",
        "(a)alice(b)@(c)example(d).org(e)                   | [alice@example.org]",
        "al . ice @ example . org                           | [al.ice@example.org]",
        "\"alice smith\"@example.org                        | [\"alice smith\"@example.org]",
        "\"a\\\"b@c\"@example.org                           | [\"a\\\"b@c\"@example.org]",
        "\"a\".b@example.org                                | [\"a\".b@example.org]",
        "<@a.org,@b.org:alice@x.org>                        | [alice@x.org]",
        "<@a.org:alice@x.org>                               | [alice@x.org]",
        "a@x.org, b@x.org                                   | [a@x.org] [b@x.org]",
        ", a@x.org,, b@x.org ,                              | [a@x.org] [b@x.org]",
        "alice                                              | [alice]",
        "alice (Alice)                                      | [alice]",
        "first.last                                         | [first.last]",
        "\"Carol C.\" <carol>                               | \"Carol C.\"[carol]",
        "Team: a@x.org, B <b>;, c@x.org                     | [a@x.org] B[b] [c@x.org]",
        "undisclosed-recipients:;                           | ``",
        "a@[192.0.2.1], b@[IPv6:2001:db8::1]                | [a@[192.0.2.1]] [b@[IPv6:2001:db8::1]]",
        "a@x.org <A@X.ORG>                                  | [A@X.ORG]",
        "a=b/c!d#e$f%g&h'i*j+k?l^m_n`{o}~@x.org           | [a=b/c!d#e$f%g&h'i*j+k?l^m_n`{o}~@x.org]",
        "``                                                 | ``",
        "(nobody)                                           | ``",
    }, ignoreLeadingAndTrailingWhitespace = true)
    void shouldReadAddresses(String body, String expected) {
        Addresses addresses = addresses(body);

        assertThat(addresses.fault()).isEmpty();
        assertThat(addresses.mailboxes().stream().map(each -> each.name() + "[" + each.asString() + "]").collect(joining(" ")))
            .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "Alice Example                | NO_ADDRESS",
        "\"alice\"                    | NO_ADDRESS",
        "a b@x.org                    | BAD_LOCAL_PART",
        "<>                           | EMPTY_ADDRESS",
        "a@x.org <b@x.org>            | UNQUOTED_NAME",
        "Alice [home] <a@x.org>       | UNQUOTED_NAME",
        "<a@x.org> b                  | TEXT_AFTER_ADDRESS",
        "a@x.org; b@x.org             | SEPARATOR",
        "a@x.org b@x.org              | TEXT_AFTER_ADDRESS",
        "\"a                          | OPEN_QUOTE",
        "\"a\\\"                      | OPEN_QUOTE",
        "\"a\\                        | OPEN_QUOTE",
        "a@x.org (a                   | OPEN_COMMENT",
        "a@x.org (a\\)                | OPEN_COMMENT",
        "a@x.org (a\\                 | OPEN_COMMENT",
        "a@x.org (((a))               | OPEN_COMMENT",
        "<a@x.org                     | OPEN_BRACKET",
        "<a                           | OPEN_BRACKET",
        "g: a@x.org                   | OPEN_GROUP",
        "g: h: a@x.org;;              | BAD_CHARACTER",
        ":;                           | BAD_CHARACTER",
        ";                            | BAD_CHARACTER",
        ".a@x.org                     | BAD_LOCAL_PART",
        "a.@x.org                     | BAD_LOCAL_PART",
        "a..b@x.org                   | BAD_LOCAL_PART",
        "@x.org                       | BAD_LOCAL_PART",
        "<a b>                        | BAD_LOCAL_PART",
        "<@x.org>                     | BAD_LOCAL_PART",
        "a@                           | BAD_DOMAIN",
        "a@x..org                     | BAD_DOMAIN",
        "a@x.org.                     | BAD_DOMAIN",
        "a@b@c                        | BAD_DOMAIN",
        "<a@b c>                      | BAD_DOMAIN",
        "a@[192.0.2.1                 | BAD_DOMAIN",
        "a@[a b]                      | BAD_DOMAIN",
        "=?x?q?a?=@x.org              | ENCODED_WORD",
        "b=?x?q?a?=c <=?x?q?a?=>      | ENCODED_WORD",
        "a\u0000@x.org                | CONTROL_CHARACTER",
        "\"a\u0000\"@x.org            | CONTROL_CHARACTER",
        "a@x.org (\u0000)             | CONTROL_CHARACTER",
        "a\u007f@x.org                | CONTROL_CHARACTER",
    })
    void shouldSayWhyItIsNoAddressList(String body, AddressFault.Kind kind) {
        Addresses addresses = addresses(body);

        assertThat(addresses.fault().map(AddressFault::kind)).contains(kind);
        assertThat(addresses.mailboxes()).isEmpty();
    }

    @Test
    void shouldReadAcrossFolds() {
        assertThat(addresses("Alice\r\n Example\r\n\t<alice@\r\n example.org>,\r\n bob").mailboxes())
            .extracting(HeaderMailbox::asString)
            .containsExactly("alice@example.org", "bob");
    }

    @Test
    void shouldTellWhereAddressesStand() {
        String body = "\"A\" <alice (x)>, bob (y), c . d @ (z) x.org (w)";
        byte[] raw = raw(body);

        assertThat(addresses(body).mailboxes())
            .extracting(each -> new String(raw, each.start(), each.end() - each.start(), StandardCharsets.ISO_8859_1))
            .containsExactly("alice", "bob", "c . d @ (z) x.org");
    }

    @Test
    void shouldNotTakeCrAloneForWhiteSpace() {
        assertThat(addresses("alice@x.org,\rbob@x.org").fault().map(AddressFault::kind)).contains(AddressFault.Kind.CONTROL_CHARACTER);
    }

    @Test
    void shouldReadLongListsInLinearTime() {
        String body = Stream.generate(() -> "(((x))) \"a\\\"b\" <alice@example.org>").limit(20_000).collect(joining(",\r\n "));

        assertThat(addresses(body).mailboxes()).hasSize(20_000);
    }

    @ParameterizedTest
    @CsvSource({
        "alice,                      alice@example.org",
        "\"alice\"@x.org,            alice@x.org",
        "\"al ice\"@x.org,           \"al ice\"@x.org",
        "\"alice@example.org\"@x.org, \"alice@example.org\"@x.org",
        "\"al\\ice\"@x.org,          alice@x.org",
        "\"al\\ ice\"@x.org,         \"al ice\"@x.org",
        "al\u00c3\u00adce@x.org,       \"al\u00edce\"@x.org",
        "\"al\u00c3\u00adce\"@x.org,   \"al\u00edce\"@x.org",
        "alice@b\u00c3\u00bccher.example, alice@xn--bcher-kva.example",
    })
    void shouldTellAddressToAskRightsFor(String body, String expected) throws Exception {
        assertThat(addresses(body).mailboxes().get(0).address(Domain.of("example.org"))).contains(new MailAddress(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00d0@x.org", "a@\u00d0.org", "\u00c2\u0085@x.org", "a@stra\u00c3\u009fe.org", "\"a..b\"@x.org"})
    void shouldTellNoAddressWhenItIsNotUtf8OrJamesCannotHoldIt(String body) {
        assertThat(addresses(body).mailboxes().get(0).address(Domain.of("example.org"))).isEmpty();
    }

    @Test
    void shouldTellAddressOfAnyLength() {
        String longOne = "a.".repeat(100_000) + "b@x.org, \"" + "\\a.".repeat(100_000) + "b\"@x.org";

        assertThat(addresses(longOne).mailboxes()).extracting(each -> each.address(Domain.of("example.org")).isPresent())
            .containsExactly(true, true);
    }

    private static Addresses addresses(String body) {
        return HeaderField.ofRaw(raw(body)).addresses();
    }

    private static byte[] raw(String body) {
        return ("To: " + body + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
