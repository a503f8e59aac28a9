// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.certificates;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.internet.AddressException;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.user.api.UsersRepository;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Means;
import org.postern.accounts.Proof;
import org.postern.accounts.StoredNames;
import org.postern.bridge.StoreCalls;

/**
 * A login by the certificate that the client has shown for its TLS connection:
 *
 * <pre>{@code
 * <clientCertificates>
 *   <authorities>file://conf/client-ca.pem</authorities>
 *   <revocationList>file://conf/client-ca.crl</revocationList>   <!-- PEM or DER, one element for each file; or: none -->
 *   <names>rfc822Name emailAddress</names>           <!-- where the identity is, in the order of looking -->
 *   <knownPeopleOnly>true</knownPeopleOnly>          <!-- false: whoever has a certificate, known to usersrepository.xml or not -->
 * </clientCertificates>
 * }</pre>
 *
 * <p>Without that section there are none. A revocation list is read again when its file has changed; one that has expired or
 * cannot be read lets nobody in.
 */
@Singleton
public class ClientCertificates {
    /** What a certificate is worth. */
    public sealed interface Judgement {
        /** @param addresses that it names, the preferred ones first; one at least */
        record Accepted(List<String> addresses) implements Judgement {
        }

        /** @param reason for the log, in a few words */
        record Refused(String reason) implements Judgement {
        }

        /** It is not known whether it is revoked: never a "no", and never a "yes". */
        record Unknown(Exception cause) implements Judgement {
        }
    }

    /** How a login ended. */
    public sealed interface Outcome {
        /** It is the certificate of this person. */
        record Proved(Proof proof) implements Outcome {
        }

        /** @param reason for the log, in a few words */
        record Refused(String reason) implements Outcome {
        }

        /** Something of ours did not answer: never a "no". */
        record Unavailable(Exception cause) implements Outcome {
        }
    }

    private static final String BY = "certificate";

    private record Configured(CertificateSettings settings, List<X509Certificate> authorities, CertificatePath path) {
    }

    private final Optional<Configured> configured;
    private final UsersRepository users;
    private final StoreCalls stores;

    /** @throws ConfigurationException naming the element that is wrong and what it may be */
    @Inject
    public ClientCertificates(AuthenticationFile file, FileSystem files, UsersRepository users, StoreCalls stores)
            throws ConfigurationException {
        this.configured = configured(file, files);
        this.users = users;
        this.stores = stores;
    }

    /**
     * Reads all that there is to read at the start.
     *
     * @throws ConfigurationException as the constructor does
     */
    public static void check(AuthenticationFile file, FileSystem files) throws ConfigurationException {
        configured(file, files);
    }

    private static Optional<Configured> configured(AuthenticationFile file, FileSystem files) throws ConfigurationException {
        return file.has(CertificateSettings.SECTION)
            ? Optional.of(configure(CertificateSettings.parse(file.section(CertificateSettings.SECTION)), files))
            : Optional.empty();
    }

    private static Configured configure(CertificateSettings settings, FileSystem files) throws ConfigurationException {
        List<X509Certificate> authorities = authorities(settings.authorities(), files);
        List<Path> lists = new ArrayList<>();
        for (String file : settings.revocationLists()) {
            try {
                lists.add(files.getFile(file).toPath());
            } catch (IOException e) {
                throw CertificateSettings.wrong("has <revocationList> '" + file + "', which cannot be read: " + e.getMessage());
            }
        }
        return new Configured(settings, authorities, new CertificatePath(authorities, new RevocationLists(lists)));
    }

    private static List<X509Certificate> authorities(String file, FileSystem files) throws ConfigurationException {
        try (InputStream in = new BufferedInputStream(files.getResource(file))) {
            List<X509Certificate> authorities = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                .map(X509Certificate.class::cast).toList();
            if (authorities.isEmpty()) {
                throw CertificateSettings.wrong("has <authorities> '" + file + "', in which there is no certificate");
            }
            return authorities;
        } catch (IOException | CertificateException e) {
            throw CertificateSettings.wrong("has <authorities> '" + file + "', which cannot be read as certificates in PEM: "
                + e.getMessage());
        }
    }

    /** Who issues the certificates that are good for a login; empty when none is. */
    public List<X509Certificate> authorities() {
        return configured.map(Configured::authorities).orElse(List.of());
    }

    /** @param chain the client's certificate, and behind it those that lead to the authority */
    public Judgement judge(List<X509Certificate> chain) {
        if (configured.isEmpty() || chain.isEmpty()) {
            return new Judgement.Refused("no certificates here");
        }
        try {
            Optional<String> objection = configured.get().path().objection(chain);
            if (objection.isPresent()) {
                return new Judgement.Refused(objection.get());
            }
            List<String> addresses = addresses(configured.get().settings(), chain.get(0));
            return addresses.isEmpty() ? new Judgement.Refused("names no mail address") : new Judgement.Accepted(addresses);
        } catch (CertificateParsingException e) {
            return new Judgement.Refused("names cannot be read");
        } catch (IOException e) {
            return new Judgement.Unknown(e);
        }
    }

    private static List<String> addresses(CertificateSettings settings, X509Certificate certificate) throws CertificateParsingException {
        Set<String> addresses = new LinkedHashSet<>();
        for (NameField field : settings.names()) {
            addresses.addAll(field.addresses(certificate));
        }
        return List.copyOf(addresses);
    }

    /**
     * The first person that the certificate names.
     *
     * @param chain the client's certificate, and behind it those that lead to the authority
     */
    public Outcome login(List<X509Certificate> chain) {
        Judgement judgement = judge(chain);
        if (judgement instanceof Judgement.Refused refused) {
            return new Outcome.Refused(refused.reason());
        }
        if (judgement instanceof Judgement.Unknown unknown) {
            return new Outcome.Unavailable(unknown.cause());
        }
        try {
            for (String address : ((Judgement.Accepted) judgement).addresses()) {
                Optional<Username> person = person(address);
                if (person.isPresent()) {
                    return new Outcome.Proved(new Proof(person.get(), BY, Means.certificate()));
                }
            }
            return new Outcome.Refused("names nobody who is known here");
        } catch (Exception e) {
            return new Outcome.Unavailable(e);
        }
    }

    private Optional<Username> person(String address) throws Exception {
        MailAddress mailbox;
        try {
            mailbox = new MailAddress(address);
        } catch (AddressException e) {
            return Optional.empty();
        }
        boolean known = configured.orElseThrow().settings().knownPeopleOnly();
        return stores.ask(() -> {
            Username name = users.getUsername(mailbox);
            return known ? StoredNames.find(users, name) : Optional.of(StoredNames.spelling(users, name));
        });
    }
}
