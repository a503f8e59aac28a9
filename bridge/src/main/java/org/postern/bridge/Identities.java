// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.Optional;

import javax.inject.Inject;
import javax.mail.internet.AddressException;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.postern.submission.AddressPattern;
import org.postern.submission.Credential;
import org.postern.submission.Identity;
import org.postern.submission.RightsUnavailableException;

/** Knows who is behind a user name and behind a mail in the spool. */
public class Identities {
    private final DomainList domains;

    @Inject
    public Identities(DomainList domains) {
        this.domains = domains;
    }

    /**
     * Gives a user name its mailbox; one without domain belongs to the server's default domain.
     *
     * @param mechanism the SASL mechanism; empty when not known
     * @param clientAddress the client's IP address; empty when not known
     * @throws RightsUnavailableException when the domains could not be asked, or the name makes no address
     */
    public Identity identify(Username username, String mechanism, String clientAddress) throws RightsUnavailableException {
        return new Identity(username, mailbox(username), mechanism, clientAddress);
    }

    /**
     * Who submitted this mail. Nobody did when it came without authentication or when a mailet made it: a bounce
     * inherits the attributes of the mail that it answers, but its author is this server.
     *
     * @throws RightsUnavailableException when the domains could not be asked, or the name makes no address
     */
    public Optional<Identity> of(Mail mail) throws RightsUnavailableException {
        if (mail.getAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE.getName()).isPresent()) {
            return Optional.empty();
        }
        Optional<String> username = MailAttributes.read(mail, MailAttributes.USERNAME);
        if (username.isPresent()) {
            return Optional.of(written(mail, Username.of(username.get())));
        }
        Optional<String> authUser = AttributeUtils.getValueAndCastFromMail(mail, Mail.SMTP_AUTH_USER, String.class);
        if (authUser.isPresent()) {
            return Optional.of(identify(Username.of(authUser.get()), "", mail.getRemoteAddr()));
        }
        return Optional.empty();
    }

    private Identity written(Mail mail, Username username) throws RightsUnavailableException {
        Optional<String> mailbox = MailAttributes.read(mail, MailAttributes.MAILBOX);
        String mechanism = MailAttributes.read(mail, MailAttributes.MECHANISM).orElse("");
        String client = MailAttributes.read(mail, MailAttributes.CLIENT).orElse("");
        if (mailbox.isEmpty()) {
            return identify(username, mechanism, client).provedWith(credential(mail));
        }
        try {
            return new Identity(username, new MailAddress(mailbox.get()), mechanism, client, credential(mail));
        } catch (AddressException e) {
            throw new RightsUnavailableException("Mail attribute " + MailAttributes.MAILBOX.asString() + " is no address", e);
        }
    }

    private static Credential credential(Mail mail) throws RightsUnavailableException {
        String senders = MailAttributes.read(mail, MailAttributes.CREDENTIAL_SENDERS).orElse("");
        try {
            return new Credential(MailAttributes.read(mail, MailAttributes.CREDENTIAL).orElse(""),
                senders.lines().map(AddressPattern::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new RightsUnavailableException("Mail attribute " + MailAttributes.CREDENTIAL_SENDERS.asString() + " has no addresses", e);
        }
    }

    /**
     * The user name with its domain: the server's default one, where it has none.
     *
     * @throws RightsUnavailableException when the domains could not be asked
     */
    public Username qualified(Username username) throws RightsUnavailableException {
        try {
            return username.hasDomainPart() ? username : username.withDefaultDomain(domains.getDefaultDomain());
        } catch (DomainListException | RuntimeException e) {
            throw new RightsUnavailableException("The default domain is not known now", e);
        }
    }

    private MailAddress mailbox(Username username) throws RightsUnavailableException {
        try {
            return UserNames.address(qualified(username)).orElseThrow(
                () -> new AddressException("An address has a local-part and a domain", username.asString()));
        } catch (AddressException e) {
            throw new RightsUnavailableException("User name " + username.asString() + " makes no mail address", e);
        }
    }
}
