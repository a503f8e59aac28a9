// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.util.Locale;

import org.apache.james.core.Domain;
import org.postern.distribution.autoconfig.MailService.Login;
import org.postern.distribution.autoconfig.MailService.Tls;

/**
 * The document of Thunderbird and those who read the same, {@code config-v1.1.xml}. It is the same for everybody of a domain. Programs
 * that find no incoming server in it do not use it.
 */
final class ClientConfig {

    private final Site site;

    ClientConfig(Site site) {
        this.site = site;
    }

    String of(Domain domain) {
        XmlText xml = new XmlText().open("clientConfig", "version", "1.1")
            .open("emailProvider", "id", domain.asString())
            .element("domain", domain.asString())
            .element("displayName", site.displayName(domain))
            .element("displayShortName", site.displayName(domain));
        site.incoming().forEach(service -> server(xml, "incomingServer", service));
        site.submission().forEach(service -> server(xml, "outgoingServer", service));
        return xml.close().close().toString();
    }

    private void server(XmlText xml, String element, MailService service) {
        xml.open(element, "type", service.protocol().name().toLowerCase(Locale.ROOT))
            .element("hostname", service.host())
            .element("port", String.valueOf(service.port()))
            .element("socketType", service.tls() == Tls.IMPLICIT ? "SSL" : "STARTTLS")
            .element("username", site.userNames().placeholder());
        service.logins().forEach(login -> xml.element("authentication", word(login)));
        xml.close();
    }

    private static String word(Login login) {
        return switch (login) {
            case PASSWORD -> "password-cleartext";
            case HIDDEN_PASSWORD -> "password-encrypted";
            case TOKEN -> "OAuth2";
            case CERTIFICATE -> "TLS-client-cert";
        };
    }
}
