// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.ldap;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLContext;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;

/** A directory with a few people, over TLS, on loopback. */
final class TestDirectory implements AutoCloseable {
    static final String BASE = "dc=example,dc=org";
    static final String SERVICE = "cn=postern,dc=example,dc=org";
    static final String SERVICE_PASSWORD = "for searching only";
    /** Whom the directory does not let log in, by the beginning of their entries' names. */
    private static final Map<String, LDAPException> BARRED = Map.of(
        "cn=inactive", new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "Account inactivated. Contact system administrator."),
        "cn=locked", new LDAPException(ResultCode.CONSTRAINT_VIOLATION, "Exceed password retry limit."),
        "cn=overdue", new LDAPException(ResultCode.CONFIDENTIALITY_REQUIRED, "Come over TLS."));

    private final InMemoryDirectoryServer server;

    /** @param port 0 for any */
    TestDirectory(SSLContext tls, boolean isImplicit, int port) throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.addAdditionalBindCredentials(SERVICE, SERVICE_PASSWORD);
        config.setListenerConfigs(isImplicit
            ? InMemoryListenerConfig.createLDAPSConfig("ldaps", loopback, port, tls.getServerSocketFactory(), null)
            : InMemoryListenerConfig.createLDAPConfig("ldap", loopback, port, tls.getSocketFactory()));
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
                String name = request.getRequest().getBindDN().split(",")[0].toLowerCase(Locale.ROOT);
                if (BARRED.containsKey(name)) {
                    throw BARRED.get(name);
                }
            }
        });
        server = new InMemoryDirectoryServer(config);
        server.add("dn: " + BASE, "objectClass: domain", "dc: example");
        server.add("dn: ou=people," + BASE, "objectClass: organizationalUnit", "ou: people");
        person("cn=Ann", "ann's password", "ann@example.org");
        person("cn=Mueller\\, J\u00f6rg (IT)", "p\u00e4ssw\u00f6rd", "joerg*(it)\\@example.org");
        server.add("dn: cn=Carol,ou=people," + BASE, "objectClass: inetOrgPerson", "cn: Carol", "cn: Caroline", "sn: Person",
            "userPassword: carol's password", "mail: carol.other@example.org", "mail: carol@example.org", "uid: carol@example.org",
            "ou: a@b@c");
        server.add("dn: uid=joerg,ou=people," + BASE, "objectClass: inetOrgPerson", "uid: joerg", "sn: Person", "userPassword: umlauts",
            "cn: j\u00f6rg@m\u00fcller.example", "cn: j\u00f6rg@xn--mller-kva.example");
        server.add("dn: cn=Dave,ou=people," + BASE, "objectClass: inetOrgPerson", "cn: Dave", "sn: Person", "uid: dave",
            "userPassword: dave's password", "mail: dave@example.org");
        server.add("dn: cn=Erin,ou=people," + BASE, "objectClass: inetOrgPerson", "cn: Erin", "sn: Person", "uid: erin",
            "userPassword: erin's password", "mail: dave");
        person("cn=Inactive", "right", "inactive@example.org");
        person("cn=Locked", "right", "locked@example.org");
        person("cn=Overdue", "right", "overdue@example.org");
        person("cn=Twin", "twin's password", "twin@example.org");
        person("cn=Other twin", "other twin's password", "twin@example.org");
        server.add("dn: cn=staff," + BASE, "objectClass: groupOfNames", "cn: staff", "member: cn=Ann,ou=people," + BASE);
        server.startListening();
    }

    private void person(String rdn, String password, String... mail) throws LDAPException {
        Entry entry = new Entry(rdn + ",ou=people," + BASE);
        entry.addAttribute("objectClass", List.of("top", "person", "organizationalPerson", "inetOrgPerson"));
        entry.addAttribute("sn", "Person");
        entry.addAttribute("userPassword", password);
        entry.addAttribute("mail", mail);
        server.add(entry);
    }

    int port() {
        return server.getListenPort();
    }

    /** Whoever is connected is no longer. */
    @Override
    public void close() {
        server.shutDown(true);
    }
}
