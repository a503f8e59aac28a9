// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.util.DurationParser;
import org.apache.mailet.Mail;
import org.postern.bridge.Identities;
import org.postern.bridge.JamesSenderRights;
import org.postern.bridge.MailMessage;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.submission.Identity;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.dkim.KeyRing;
import org.postern.submission.dkim.Signer;
import org.postern.submission.dkim.SigningKey;
import org.postern.submission.header.MessageHeader;

/**
 * Signs a mail with DKIM (RFC 6409 §8.5, RFC 6376), for the domain of its author, with every key of that domain: RSA with
 * SHA-256 (at least 2048 bits), Ed25519 with SHA-256 (RFC 8463), or both. A mail of a domain without keys stays unsigned, and
 * one that this mailet has signed is not signed again. Has to be the last mailet that changes the message.
 *
 * <p>A key is a file, {@code DOMAIN/SELECTOR.pem} in the directory of keys: PKCS #8 in PEM, readable for its owner only
 * ({@code postern dkim-keygen} makes it). A new, changed or removed one is seen within seconds.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.SignDkim">
 *   <keys>file://conf/dkim/</keys>               <!-- the directory of keys; default: this one, which need not be there -->
 *   <parentDomains>false</parentDomains>         <!-- whether a domain without keys is signed for with those of the domain above -->
 *   <validity>14 days</validity>                 <!-- after which time a signature is void; default: it never is -->
 *   <onMailetException>propagate</onMailetException> <!-- a fault on our side: try again, do not send unsigned -->
 * </mailet>
 * }</pre>
 *
 * <p>A person's message is signed for authors as whom they may send. Where the listener lets through somebody else's
 * {@code From} (senderPolicy add-sender), it is signed for the domain of {@code Sender}.
 *
 * <p>The message is signed as it is, 8-bit content too: the header gets a field on top, and no other octet changes. Whoever
 * re-encodes the body on the way, because the next server has no 8BITMIME, makes the signature void, and a void one counts as
 * none; Postern's own delivery is no exception. Who sends to such servers had better submit 7-bit content (RFC 6376 §5.3).
 */
public class SignDkim extends StrictMailet {
    private static final String KEYS = "keys";
    private static final String PARENT_DOMAINS = "parentDomains";
    private static final String VALIDITY = "validity";

    private final FileSystem files;
    private final Clock clock;
    private final Identities identities;
    private final SenderRights rights;
    private final Trace trace;
    private DkimKeys keys;
    private Signer signer;

    @Inject
    public SignDkim(FileSystem files, Clock clock, Identities identities, JamesSenderRights rights, Trace trace) {
        this(files, clock, identities, (SenderRights) rights, trace);
    }

    SignDkim(FileSystem files, Clock clock, Identities identities, SenderRights rights, Trace trace) {
        super(List.of(KEYS, PARENT_DOMAINS, VALIDITY));
        this.identities = identities;
        this.rights = rights;
        this.trace = trace;
        this.files = files;
        this.clock = clock;
    }

    @Override
    void configure() throws MessagingException {
        String parents = getInitParameter(PARENT_DOMAINS, "false").strip();
        if (!parents.equals("true") && !parents.equals("false")) {
            throw wrong(PARENT_DOMAINS, "is true or false, not '" + parents + "'");
        }
        signer = new Signer(clock, parents.equals("true"), validity());
        String directory = getInitParameter(KEYS, "file://conf/dkim/").strip();
        try {
            keys = DkimKeys.open(files.getFile(directory).toPath(), clock);
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(KEYS, e.getMessage());
        }
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        KeyRing ring = keys.current();
        if (ring.isEmpty()) {
            return;
        }
        MailMessage message = MailMessage.read(mail);
        MessageHeader header = message.parsed().header();
        List<SigningKey> chosen = keysFor(mail, header, ring);
        if (chosen.isEmpty()) {
            return;
        }
        try (InputStream body = message.body()) {
            MessageHeader signed = signer.sign(header, body, chosen);
            message.replaceHeader(signed);
            if (signed != header) {
                trace.record(TraceEvent.ofMail(clock.instant(), Kind.SIGNED, mail.getName()).with(TraceField.CHANGES,
                    chosen.stream().map(SigningKey::recordName).collect(Collectors.joining(", "))));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new MessagingException("Mail " + mail.getName() + " cannot be signed", e);
        }
    }

    /** What this server makes itself is signed for whoever it names. */
    private List<SigningKey> keysFor(Mail mail, MessageHeader header, KeyRing ring) throws MessagingException {
        try {
            Optional<Identity> person = identities.of(mail);
            return signer.keysFor(header, ring, originator -> person.isEmpty() || rights.maySendAs(person.get(), originator));
        } catch (RightsUnavailableException e) {
            throw new MessagingException("Cannot tell now for whom mail " + mail.getName() + " may be signed", e);
        }
    }

    private Optional<Duration> validity() throws MessagingException {
        String text = getInitParameter(VALIDITY, "").strip();
        try {
            Optional<Duration> time = text.isEmpty() ? Optional.empty() : Optional.of(DurationParser.parse(text));
            if (time.isPresent() && time.get().toSeconds() < 1) {
                throw wrong(VALIDITY, "is at least a second, not '" + text + "'");
            }
            return time;
        } catch (IllegalArgumentException e) {
            throw wrong(VALIDITY, "is a time such as 14 days, not '" + text + "'");
        }
    }
}
