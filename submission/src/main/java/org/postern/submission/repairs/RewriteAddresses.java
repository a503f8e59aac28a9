// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.james.core.Domain;
import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.AddressFields;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8.8: addresses in the header become others, by rules of the site and in the fields that it names. Only the address
 * itself changes; display names, the comments around it and every other octet stay. Asks for no rights: those were
 * judged by the address that the author wrote.
 */
public final class RewriteAddresses implements Repair {
    private final AddressRewrites rules;
    private final Set<String> fields;

    /**
     * @param fields names of address fields
     * @throws IllegalArgumentException when one of them is no field that holds addresses
     */
    public RewriteAddresses(AddressRewrites rules, Set<String> fields) {
        this.rules = rules;
        this.fields = fields.stream().map(RewriteAddresses::key).collect(Collectors.toUnmodifiableSet());
    }

    private static String key(String name) {
        HeaderField field = HeaderField.of(name, "");
        if (!AddressFields.mayHoldAddresses(field)) {
            throw new IllegalArgumentException(name + " is no field that holds addresses");
        }
        return field.key();
    }

    @Override
    public String name() {
        return "rewrite-addresses";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        Domain domain = submission.identity().mailbox().getDomain();
        AddressEdit rewrite = (mailbox, written) -> rewritten(mailbox, domain);
        return submission.header().edit(field -> fields.contains(field.key()) ? AddressEdit.apply(field, rewrite) : field);
    }

    private Optional<String> rewritten(HeaderMailbox mailbox, Domain domain) {
        return mailbox.address(domain).flatMap(rules::rewrite).map(Originators::asHeaderText);
    }
}
