// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;

/** What is read here as an address is the address that Mime4J reads, and so James after us. */
class AddressAgreementTest {
    @Property
    void shouldReadTheSameAddressesAsMime4j(@ForAll("addressLists") String body) {
        Addresses addresses = HeaderField.ofRaw(("To: " + body + "\r\n").getBytes(StandardCharsets.US_ASCII)).addresses();
        List<String> theirs = LenientAddressParser.DEFAULT.parseAddressList(body).flatten().stream().map(Mailbox::getAddress).toList();

        assertThat(addresses.fault()).isEmpty();
        assertThat(addresses.mailboxes()).extracting(AddressAgreementTest::unquoted).isEqualTo(theirs);
    }

    private static String unquoted(HeaderMailbox mailbox) {
        String localPart = mailbox.localPart();
        String plain = localPart.startsWith("\"") ? localPart.substring(1, localPart.length() - 1) : localPart;
        return mailbox.isBare() ? plain : plain + "@" + mailbox.domain();
    }

    @Provide
    Arbitrary<String> addressLists() {
        Arbitrary<String> element = Arbitraries.frequencyOf(
            Tuple.of(6, mailbox()),
            Tuple.of(1, mailbox().list().ofMaxSize(3).map(members -> "Team: " + String.join(",", members) + ";")));
        return element.list().ofMinSize(1).ofMaxSize(6).map(elements -> String.join(", ", elements));
    }

    private static Arbitrary<String> mailbox() {
        Arbitrary<String> atom = Arbitraries.strings()
            .withCharRange('a', 'z').withChars("0123456789!#$%&'*+-/^_`{|}~").ofMinLength(1).ofMaxLength(6);
        Arbitrary<String> dotAtom = atom.list().ofMinSize(1).ofMaxSize(3).map(atoms -> String.join(".", atoms));
        Arbitrary<String> localPart = Arbitraries.oneOf(dotAtom, atom.map(text -> "\"" + text + " @," + text + "\""));
        Arbitrary<String> space = Arbitraries.of("", " ", "\r\n ", " (comment) ", "(a (b) \\) <c@d>)", "\t");
        Arbitrary<String> address = Combinators.combine(localPart, space, dotAtom)
            .as((local, gap, domain) -> local + gap + "@" + gap + domain);
        Arbitrary<String> name = Arbitraries.of("", "Alice", "Alice B. Example", "\"A, <b@c>\"", "=?utf-8?q?J=C3=BC?=", "\"q \\\" q\"");
        return Arbitraries.oneOf(
            Combinators.combine(address, space).as((plain, gap) -> plain + gap),
            Combinators.combine(name, space, address).as((who, gap, plain) -> who + gap + "<" + plain + ">" + gap));
    }
}
