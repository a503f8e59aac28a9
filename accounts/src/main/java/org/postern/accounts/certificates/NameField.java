// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.certificates;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Where in a certificate a mail address stands. */
enum NameField {
    /** The subject's alternative names (RFC 5280 §4.2.1.6). */
    RFC822_NAME("rfc822Name") {
        @Override
        List<String> addresses(X509Certificate certificate) throws CertificateParsingException {
            Collection<List<?>> names = Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
            return names.stream().filter(name -> name.get(0).equals(GENERAL_NAME_RFC822)).map(name -> (String) name.get(1)).toList();
        }
    },

    /** The subject itself, as it was done before there were others (RFC 5280 §4.1.2.6). */
    EMAIL_ADDRESS("emailAddress") {
        @Override
        List<String> addresses(X509Certificate certificate) throws CertificateParsingException {
            String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, Map.of(OID_EMAIL_ADDRESS, text()));
            List<String> found = new ArrayList<>();
            try {
                for (Rdn rdn : new LdapName(subject).getRdns()) {
                    if (rdn.getType().equalsIgnoreCase(text()) && rdn.getValue() instanceof String address) {
                        found.add(address);
                    }
                }
            } catch (InvalidNameException e) {
                throw new CertificateParsingException(e);
            }
            return found;
        }
    };

    private static final Integer GENERAL_NAME_RFC822 = 1;
    private static final String OID_EMAIL_ADDRESS = "1.2.840.113549.1.9.1";

    private final String text;

    NameField(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** In the order of the certificate. */
    abstract List<String> addresses(X509Certificate certificate) throws CertificateParsingException;

    static Optional<NameField> named(String text) {
        return Stream.of(values()).filter(field -> field.text.equals(text)).findFirst();
    }

    static String all() {
        return Stream.of(values()).map(NameField::text).collect(Collectors.joining(" "));
    }
}
