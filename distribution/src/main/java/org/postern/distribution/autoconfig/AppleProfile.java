// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

import org.apache.james.core.MailAddress;
import org.postern.distribution.autoconfig.MailService.Login;
import org.postern.distribution.autoconfig.MailService.Protocol;

/**
 * A configuration profile that makes a mail account on Apple's devices, which ask for the password when it is installed. They make none
 * without an incoming server. Installed again it takes the place of the earlier one.
 */
final class AppleProfile {

    private static final String DOCTYPE = "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
        + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">";

    private final Site site;

    AppleProfile(Site site) {
        this.site = site;
    }

    /** Whether there is enough to make an account of. */
    boolean isPossible() {
        return !site.incoming().isEmpty() && !site.submission().isEmpty();
    }

    String of(MailAddress address) {
        String name = site.displayName(address.getDomain());
        String identifier = "mail." + uuid("account", address);
        XmlText xml = new XmlText().doctype(DOCTYPE).open("plist", "version", "1.0").open("dict");
        string(xml, "PayloadType", "Configuration");
        payload(xml, identifier, uuid("profile", address), name);
        string(xml, "PayloadDescription", "Mail account " + address.asString());
        xml.element("key", "PayloadContent").open("array").open("dict");
        string(xml, "PayloadType", "com.apple.mail.managed");
        payload(xml, identifier + ".mail", uuid("mail", address), name);
        account(xml, address, name);
        return xml.close().close().close().close().toString();
    }

    private void account(XmlText xml, MailAddress address, String name) {
        MailService incoming = site.incoming().get(0);
        string(xml, "EmailAccountDescription", name);
        string(xml, "EmailAccountType", incoming.protocol() == Protocol.IMAP ? "EmailTypeIMAP" : "EmailTypePOP");
        string(xml, "EmailAddress", address.asString());
        server(xml, "IncomingMailServer", incoming, address);
        server(xml, "OutgoingMailServer", site.submission().get(0), address);
        xml.element("key", "OutgoingPasswordSameAsIncomingPassword").empty("true");
    }

    /** UseSSL means STARTTLS, too, where TLS does not begin with the connection. */
    private void server(XmlText xml, String kind, MailService service, MailAddress address) {
        string(xml, kind + "HostName", service.host());
        xml.element("key", kind + "PortNumber").element("integer", String.valueOf(service.port()));
        xml.element("key", kind + "UseSSL").empty("true");
        string(xml, kind + "Username", site.userNames().of(address));
        boolean password = service.logins().contains(Login.PASSWORD);
        string(xml, kind + "Authentication", password ? "EmailAuthPassword" : "EmailAuthNone");
    }

    private static void payload(XmlText xml, String identifier, UUID uuid, String name) {
        string(xml, "PayloadIdentifier", identifier);
        string(xml, "PayloadUUID", uuid.toString().toUpperCase(Locale.ROOT));
        string(xml, "PayloadDisplayName", name);
        xml.element("key", "PayloadVersion").element("integer", "1");
    }

    private static void string(XmlText xml, String key, String value) {
        xml.element("key", key).element("string", value);
    }

    private static UUID uuid(String what, MailAddress address) {
        return UUID.nameUUIDFromBytes((what + ":" + address.asString().toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
    }
}
