// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.mailet.Mail;
import org.postern.bridge.Identities;
import org.postern.bridge.JamesSenderRights;
import org.postern.bridge.SubmittedMail;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.submission.Identity;
import org.postern.submission.Repair;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.repairs.StandardRepairs;

/** What the mailets of this package share: where repairs come from and how a mail gets them. */
public class Repairs {
    private final Identities identities;
    private final JamesSenderRights rights;
    private final DomainList domains;
    private final Clock clock;
    private final Trace trace;

    @Inject
    public Repairs(Identities identities, JamesSenderRights rights, DomainList domains, Clock clock, Trace trace) {
        this.identities = identities;
        this.rights = rights;
        this.domains = domains;
        this.clock = clock;
        this.trace = trace;
    }

    /**
     * @param hostName what stands behind the @ of a Message-ID; by default the server's default domain, where that is a qualified name
     * @throws MessagingException when there is neither
     */
    StandardRepairs standard(Optional<String> hostName) throws MessagingException {
        return new StandardRepairs(rights, clock.withZone(ZoneId.systemDefault()), new SecureRandom(), hostName.isPresent()
            ? hostName.get()
            : defaultDomain());
    }

    /**
     * Applies these repairs in one pass; leaves a mail that nobody submitted as it is.
     *
     * @throws MessagingException when a store or the message could not be read; the mail is then as it was
     */
    void apply(List<Repair> repairs, Mail mail) throws MessagingException {
        Optional<Identity> identity = submitter(mail);
        if (identity.isEmpty()) {
            return;
        }
        SubmittedMail submitted = SubmittedMail.read(mail, identity.get());
        try {
            List<String> changes = new ArrayList<>();
            MessageHeader header = StandardRepairs.apply(repairs, submitted.submission(), repair -> changes.add(repair.name()));
            submitted.replaceHeader(header);
            tell(mail, header, changes);
        } catch (RightsUnavailableException e) {
            throw unavailable(mail, e);
        }
    }

    private void tell(Mail mail, MessageHeader header, List<String> changes) {
        if (!changes.isEmpty()) {
            trace.record(TraceEvent.ofMail(clock.instant(), Kind.REPAIRED, mail.getName())
                .with(TraceField.CHANGES, String.join(", ", changes))
                .with(TraceField.MESSAGE_ID, header.first("Message-ID").map(HeaderField::body).map(TraceEvent::messageId).orElse("")));
        }
    }

    /** @throws MessagingException when a store could not be read */
    boolean isSubmitted(Mail mail) throws MessagingException {
        return submitter(mail).isPresent();
    }

    private Optional<Identity> submitter(Mail mail) throws MessagingException {
        try {
            return identities.of(mail);
        } catch (RightsUnavailableException e) {
            throw unavailable(mail, e);
        }
    }

    private static MessagingException unavailable(Mail mail, RightsUnavailableException e) {
        return new MessagingException("Cannot tell now who submitted mail " + mail.getName() + ", or what they may", e);
    }

    private String defaultDomain() throws MessagingException {
        try {
            return domains.getDefaultDomain().asString();
        } catch (DomainListException e) {
            throw new MessagingException("The default domain is not known", e);
        }
    }
}
