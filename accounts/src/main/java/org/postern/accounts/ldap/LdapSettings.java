// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.ldap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.filesystem.api.FileSystem;

/**
 * How the site has its directory:
 *
 * <pre>{@code
 * <ldap>
 *   <host>ldaps://ldap1.example.org</host>   <!-- or ldap://, with <startTls>; several: the next where one does not answer -->
 *   <host>ldaps://ldap2.example.org</host>
 *   <startTls>false</startTls>               <!-- true: on connections to ldap:// before anything is said -->
 *   <clearText>false</clearText>             <!-- true: passwords may leave this machine without TLS -->
 *   <caFile>file://conf/ldap-ca.pem</caFile> <!-- PEM; without it those authorities that Java trusts -->
 *   <bindDn>cn=postern,dc=example,dc=org</bindDn>   <!-- who searches; without it nobody in particular does -->
 *   <bindPasswordFile>file://conf/ldap.password</bindPasswordFile>
 *   <base>ou=people,dc=example,dc=org</base> <!-- people are searched for in all that is below -->
 *   <nameAttribute>mail</nameAttribute>      <!-- what people log in with -->
 *   <identityAttribute>uid</identityAttribute>   <!-- the name of their account, whichever of several they log in with; one value -->
 *   <objectClass>inetOrgPerson</objectClass> <!-- any without it -->
 *   <filter>(!(employeeType=former))</filter>
 *   <group>cn=mail,ou=groups,dc=example,dc=org</group>  <!-- its member or uniqueMember only -->
 *   <connectTimeout>3 seconds</connectTimeout>   <!-- for each server; 100 ms to 30 seconds -->
 *   <timeout>5 seconds</timeout>             <!-- for an answer; 100 ms to 30 seconds -->
 *   <connections>8</connections>             <!-- at most, 1 to 100 -->
 * </ldap>
 * }</pre>
 *
 * @param tls for {@code ldaps://} and StartTLS
 * @param service as whom to search
 * @param nameAttribute what people log in with
 * @param accountAttribute what names the account: the same one when there is no {@code <identityAttribute>}
 * @param filters all of which a person must match
 * @param group DN
 */
public record LdapSettings(List<LdapHost> hosts, boolean startTls, SSLContext tls, SimpleBindRequest service, String base,
        String nameAttribute, String accountAttribute, List<Filter> filters, Optional<String> group, Duration connectTimeout,
        Duration timeout, int connections) {
    static final Duration CONNECTION_AGE = Duration.ofMinutes(10);

    /** @throws ConfigurationException when an element is wrong, with what is allowed */
    public static LdapSettings of(HierarchicalConfiguration<ImmutableNode> config, FileSystem files) throws ConfigurationException {
        LdapElements elements = new LdapElements(config, files);
        boolean startTls = elements.flag("startTls");
        return new LdapSettings(elements.hosts(startTls, elements.flag("clearText")), startTls, elements.tls(), elements.service(),
            elements.base(), elements.nameAttribute(), elements.accountAttribute(), elements.filters(), elements.group(),
            elements.time("connectTimeout", "3 seconds"), elements.time("timeout", "5 seconds"), elements.connections());
    }

    /** In which a login is over, whatever the servers do: time to try each of them, and for one answer. */
    Duration patience() {
        return connectTimeout.multipliedBy(hosts.size()).plus(timeout);
    }
}
