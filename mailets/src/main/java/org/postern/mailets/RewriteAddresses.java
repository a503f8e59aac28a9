// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.postern.bridge.AddressesFile;
import org.postern.bridge.RewrittenEnvelope;
import org.postern.submission.repairs.AddressRewrites;

/**
 * Rewrites addresses of submitted mail by the rules of {@code conf/addresses.xml} (RFC 6409 §8.7, §8.8; see
 * {@link AddressesFile}), in the places that it is told and nowhere else. Only the address itself changes: display names and
 * comments stay.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.RewriteAddresses">
 *   <in>reverse-path,From,Sender,Reply-To</in>   <!-- needed: reverse-path, recipients, and names of address fields -->
 *   <onMailetException>propagate</onMailetException>
 * </mailet>
 * }</pre>
 *
 * <p>Gives nobody a right: belongs behind whatever judges originators ({@link RepairHeader} among them), which then
 * goes by the address that the author wrote. Where {@code From} is rewritten the reverse-path had better be too: a report goes to the
 * new address then. A field that somebody else's DKIM or PGP signature covers is rewritten like any other, which makes that
 * signature void; {@link SignDkim} belongs behind this mailet.
 */
public class RewriteAddresses extends StrictMailet {
    private static final String IN = "in";
    private static final String REVERSE_PATH = "reverse-path";
    private static final String RECIPIENTS = "recipients";

    private final Repairs repairs;
    private final AddressRewrites rules;
    private boolean inReversePath;
    private boolean inRecipients;
    private org.postern.submission.repairs.RewriteAddresses inHeader;

    @Inject
    public RewriteAddresses(Repairs repairs, AddressesFile file) {
        super(List.of(IN));
        this.repairs = repairs;
        this.rules = file.rules();
    }

    @Override
    void configure() throws MessagingException {
        Set<String> places = new LinkedHashSet<>(names(IN));
        if (places.isEmpty()) {
            throw wrong(IN, "is needed: " + REVERSE_PATH + ", " + RECIPIENTS + " and address fields such as From, parted by commas");
        }
        inReversePath = places.remove(REVERSE_PATH);
        inRecipients = places.remove(RECIPIENTS);
        try {
            inHeader = new org.postern.submission.repairs.RewriteAddresses(rules, places);
        } catch (IllegalArgumentException e) {
            throw wrong(IN, "names " + REVERSE_PATH + ", " + RECIPIENTS + " and address fields; " + e.getMessage());
        }
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        if (rules.isEmpty() || !repairs.isSubmitted(mail)) {
            return;
        }
        repairs.apply(List.of(inHeader), mail);
        if (inReversePath) {
            RewrittenEnvelope.rewriteReversePath(mail, rules);
        }
        if (inRecipients) {
            RewrittenEnvelope.rewriteRecipients(mail, rules);
        }
    }
}
