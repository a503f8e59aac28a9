// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.InternationalAddress;
import org.postern.submission.repairs.AddressRewrite.Pattern;

class RewriteAddressesTest {
    private static final AddressRewrites RULES = rules("jdoe@example.org -> john.doe@example.org", "*@old.example.org -> *@example.org",
        "*@gone.example.org -> office@example.org", "x@example.org -> x.y@example.org");

    private final RepairTester repair = new RepairTester(new RewriteAddresses(RULES, Set.of("From", "to", "Reply-To")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "jdoe@example.org                                 | john.doe@example.org",
        "JDoe@EXAMPLE.org                                 | john.doe@example.org",
        "\"jdoe@example.org\" <jdoe@example.org> (jdoe@example.org) | \"jdoe@example.org\" <john.doe@example.org> (jdoe@example.org)",
        "J. (D) Doe <jdoe@example.org>                    | J. (D) Doe <john.doe@example.org>",
        "=?utf-8?q?J=C3=BC?= < jdoe@example.org (j) >     | =?utf-8?q?J=C3=BC?= < john.doe@example.org (j) >",
        "\"jdoe\"@example.org                             | john.doe@example.org",
        "ann@old.example.org, bob@example.net             | ann@example.org, bob@example.net",
        "jdoe@old.example.org                             | john.doe@example.org",
        "any.body@gone.example.org                        | office@example.org",
        "\"a b\"@old.example.org                          | \"a b\"@example.org",
        "Team: x@example.org, bob@x.org;, x@example.org   | Team: x.y@example.org, bob@x.org;, x.y@example.org",
        "jdoe                                             | john.doe@example.org",
    })
    void shouldPutNewAddressInThePlaceOfTheOldOne(String before, String after) {
        repair.makes("To: " + before + "\n", "To: " + after + "\n");
    }

    @Test
    void shouldKeepFoldsAndSpellingAndOtherFields() {
        repair.makes("froM :\n\tjdoe@example.org,\n  x@example.org\n\t(c)\nCc: jdoe@example.org\nSubject: jdoe@example.org\n",
            "froM :\n\tjohn.doe@example.org,\n  x.y@example.org\n\t(c)\nCc: jdoe@example.org\nSubject: jdoe@example.org\n");
    }

    @Test
    void shouldFoldLineThatWouldBecomeTooLong() {
        String others = "somebody@a-domain-of-some-length.example, ".repeat(23);
        String before = "To: " + others + "x@example.org, x@example.org\n";

        assertThat(before.length()).isLessThan(1000);
        repair.makes(before, "To: " + others + "x.y@example.org, \n x.y@example.org\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"To: bob@example.net\n", "To: jdoe@example.org.test\n", "To: jdoe+tag@example.org\n",
        "To: a@b.old.example.org\n", "To: <jdoe@example.org\n", "To: john.doe@example.org\n", "Sender: jdoe@example.org\n", "To:\n"})
    void shouldLeaveEverythingElseAlone(String header) {
        repair.leaves(header);
    }

    @ParameterizedTest
    @CsvSource({
        "a@x.org -> b@x.org; b@x.org -> a@x.org",
        "*@x.org -> *@y.org; *@y.org -> *@x.org",
        "a@x.org -> b@y.org; *@y.org -> c@z.org; c@z.org -> a@x.org",
        "*@x.org -> b@y.org; b@y.org -> *@x.org",
        "*@w.org -> *@x.org; *@x.org -> *@y.org; a@y.org -> *@x.org",
    })
    void shouldRefuseRulesThatLeadInCircles(String circle) {
        assertThatThrownBy(() -> rules(circle.split("; "))).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("leads back to");
    }

    @ParameterizedTest
    @CsvSource({
        "*@x.org -> all@x.org, bob@x.org, all@x.org",
        "bob@x.org -> *@y.org; *@y.org -> *@z.org, bob@x.org, bob@z.org",
        "*@y.org -> *@z.org; bob@x.org -> *@y.org, bob@x.org, bob@z.org",
        "a@x.org -> b@x.org; a@x.org -> c@x.org, a@x.org, b@x.org",
        "a@x.org -> b@y.org; *@x.org -> *@z.org, A@x.org, b@y.org",
        "*@x.org -> *@z.org; a@x.org -> b@y.org, a@x.org, a@z.org",
        "*@x.org -> *@y.org; *@y.org -> *@y.org; a@y.org -> b@y.org, a@x.org, a@y.org",
        "*@b\u00fccher.example -> *@example.org, bob@xn--bcher-kva.example, bob@example.org",
    })
    void shouldGoOnUntilNoRuleIsAboutTheAddress(String rules, String before, String after) {
        AddressRewrites rewrites = rules(rules.split("; "));

        assertThat(rewrites.rewrite(InternationalAddress.of(before).orElseThrow())).hasToString("Optional[" + after + "]");
        assertThat(rewrites.rewrite(InternationalAddress.of(after).orElseThrow())).isEmpty();
    }

    @Test
    @Timeout(10)
    void shouldBearManyRules() {
        AddressRewrites rewrites = rules(IntStream.range(0, 5_000).boxed().flatMap(i -> Stream.of(
            "*@d" + i + ".example -> *@y.example",
            "a" + i + "@y.example -> z" + i + "@z.example",
            "u" + i + "@u.example -> u" + (i + 1) + "@u.example",
            "jdoe" + i + "@example.org -> john.doe" + i + "@example.org")).toArray(String[]::new));

        assertThat(IntStream.range(0, 1_000).mapToObj(i -> InternationalAddress.of("ann" + i + "@example.net").orElseThrow()))
            .allSatisfy(address -> assertThat(rewrites.rewrite(address)).isEmpty());
        assertThat(IntStream.range(0, 1_000)).allSatisfy(i -> assertThat(rewrites.rewrite(
            InternationalAddress.of("a" + i + "@d" + (i + 1) + ".example").orElseThrow())).hasToString("Optional[z" + i + "@z.example]"));
        assertThat(rewrites.rewrite(InternationalAddress.of("u0@u.example").orElseThrow())).hasToString("Optional[u5000@u.example]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann", "*", "*@", "*@*.example.org", "a*@example.org", "ann@", "*@-@x", "a b@example.org"})
    void shouldRefuseWhatIsNoAddress(String pattern) {
        assertThatThrownBy(() -> Pattern.parse(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAddressThatNotEveryHeaderCanHold() {
        assertThatThrownBy(() -> rules("a@example.org -> j\u00f6rg@example.org")).hasMessage("the new address is not ASCII");
    }

    @Test
    void shouldRefuseFieldWithoutAddresses() {
        assertThatThrownBy(() -> new RewriteAddresses(RULES, Set.of("Subject"))).hasMessage("Subject is no field that holds addresses");
    }

    private static AddressRewrites rules(String... rules) {
        return new AddressRewrites(Stream.of(rules).map(rule -> rule.split(" -> "))
            .map(sides -> new AddressRewrite(Pattern.parse(sides[0]), Pattern.parse(sides[1]))).toList());
    }
}
