// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.postern.submission.InternationalAddress;
import org.postern.submission.InternationalDomain;

/** The names by which James's stores know a mailbox: they take any letter, and a domain in U-labels or in A-labels. */
public final class UserNames {
    private UserNames() {
    }

    /**
     * A name as somebody typed it. James takes no accent that is a character of its own in a domain.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Username parse(String text) {
        int domain = text.lastIndexOf('@') + 1;
        return Username.of(text.substring(0, domain) + Normalizer.normalize(text.substring(domain), Normalizer.Form.NFC));
    }

    /** The address that such a name makes; empty when it makes none. */
    static Optional<MailAddress> address(Username name) {
        return name.getDomainPart().flatMap(domain -> InternationalAddress.of(name.getLocalPart(), domain.name()));
    }

    /** Equal for all spellings of one name. */
    public static String identifier(Username name) {
        return address(name).map(InternationalAddress::identifier)
            .orElseGet(() -> Normalizer.normalize(name.asString(), Normalizer.Form.NFC));
    }

    /** Whether they are spellings of one name. */
    public static boolean areSame(Username one, Username other) {
        return one.equals(other) || identifier(one).equals(identifier(other));
    }

    /** The spelling of those whom no store spells: accents that are no characters of their own, and a domain in A-labels. */
    public static Username canonical(Username name) {
        String identifier = identifier(name);
        return identifier.length() <= Username.MAXIMUM_MAIL_ADDRESS_LENGTH ? Username.of(identifier) : name;
    }

    /** All spellings under which a store may have this name, the given one first: one when it is ASCII. */
    public static Set<Username> spellings(Username name) {
        Set<Username> names = new LinkedHashSet<>(Set.of(name));
        Optional<MailAddress> address = address(name);
        if (address.isPresent()) {
            names.addAll(of(address.get()));
        } else {
            for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
                names.add(Username.of(Normalizer.normalize(name.asString(), form)));
            }
        }
        return names;
    }

    /** All spellings under which a store may have this mailbox: one when it is ASCII. */
    static Set<Username> of(MailAddress address) {
        String localPart = InternationalAddress.localPart(address);
        String domain = address.getDomain().asString();
        Set<Username> names = new LinkedHashSet<>();
        for (String spelt : List.of(localPart, Normalizer.normalize(localPart, Normalizer.Form.NFC),
                Normalizer.normalize(localPart, Normalizer.Form.NFD))) {
            names.add(Username.fromLocalPartWithDomain(spelt, domain));
            names.add(Username.fromLocalPartWithDomain(spelt, InternationalDomain.unicode(domain)));
        }
        return names;
    }
}
