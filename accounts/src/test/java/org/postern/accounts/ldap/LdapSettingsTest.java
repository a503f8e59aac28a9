// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.JamesPeople;
import org.postern.accounts.PasswordSource;
import org.postern.accounts.SourcesFile;
import org.postern.bridge.StoreCalls;

class LdapSettingsTest {
    private static final String LEAST = "<host>ldaps://ldap.example.org</host><base>dc=example,dc=org</base>";

    @TempDir
    private Path conf;

    private LdapSettings of(String elements) throws Exception {
        return LdapSettings.of(FileConfigurationProvider.getConfig(
            new ByteArrayInputStream(("<ldap>" + elements + "</ldap>").getBytes(StandardCharsets.UTF_8))), new ConfDirectory(conf));
    }

    @Test
    void shouldHaveDefaults() throws Exception {
        LdapSettings settings = of(LEAST);
        assertThat(settings.hosts()).containsExactly(new LdapHost("ldap.example.org", 636, true));
        assertThat(settings.base()).isEqualTo("dc=example,dc=org");
        assertThat(settings.nameAttribute()).isEqualTo("mail");
        assertThat(settings.service().getBindDN()).isEmpty();
        assertThat(settings.connections()).isEqualTo(8);
        assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(8));
    }

    @ParameterizedTest
    @CsvSource({
        "ldap://localhost,            localhost,        389, false",
        "ldap://127.0.0.2:10389/,     127.0.0.2,      10389, false",
        "ldaps://[2001:db8::1],       2001:db8::1,      636, true",
        "LDAPS://Ldap.Example.Org:99, Ldap.Example.Org,  99, true"})
    void shouldReadHosts(String url, String name, int port, boolean isImplicitTls) throws Exception {
        assertThat(of("<host>" + url + "</host><base>dc=org</base>").hosts()).containsExactly(new LdapHost(name, port, isImplicitTls));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<hosts>a</hosts>                                   | does not know <hosts>",
        "<host>ldap://ldap.example.org</host>               | <host> of <ldap> is 'ldap://ldap.example.org', allowed is ldaps://",
        "<host>ldap.example.org</host>                      | <host> of <ldap> is 'ldap.example.org'",
        "<host>ldaps://a.example.org/dc=org</host>          | <host> of <ldap> is 'ldaps://a.example.org/dc=org'",
        "<host>ldaps://a.example.org:70000</host>           | <host> of <ldap> is 'ldaps://a.example.org:70000'",
        "<startTls>true</startTls>                          | which ldaps:// has no use for",
        "<startTls>yes please</startTls>                    | <startTls> of <ldap> is 'yes please'",
        "<caFile>file://conf/none.pem</caFile>              | <caFile> of <ldap> is 'file://conf/none.pem'",
        "<caFile>file://conf/empty</caFile>                 | <caFile> of <ldap> is 'file://conf/empty'",
        "<bindDn>cn=a</bindDn>                              | <bindDn> of <ldap> is 'cn=a', allowed is a DN with a <bindPasswordFile>",
        "<bindDn>cn=a</bindDn><bindPasswordFile>file://conf/empty</bindPasswordFile> | <bindPasswordFile> of <ldap> is",
        "<group>staff</group>                               | <group> of <ldap> is 'staff'",
        "<nameAttribute>mail)(a</nameAttribute>             | <nameAttribute> of <ldap> is 'mail)(a'",
        "<objectClass>*</objectClass>                       | <objectClass> of <ldap> is '*'",
        "<filter>(a</filter>                                | <filter> of <ldap> is '(a'",
        "<timeout>5</timeout>                               | <timeout> of <ldap> is '5'",
        "<connectTimeout>2 minutes</connectTimeout>         | <connectTimeout> of <ldap> is '2 minutes'",
        "<connections>0</connections>                       | <connections> of <ldap> is '0'"})
    void shouldRefuseWhatIsNotAllowed(String elements, String complaint) throws Exception {
        Files.createFile(conf.resolve("empty"));
        assertThatThrownBy(() -> of(LEAST + elements))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith("usersrepository.xml: ")
            .hasMessageContaining(complaint)
            .hasMessageContaining("allowed");
    }

    @Test
    void shouldAllowClearTextToOthersOnlyWhenToldSo() throws Exception {
        assertThat(of("<host>ldap://ldap.example.org</host><base>dc=org</base><clearText>true</clearText>").hosts()).hasSize(1);
    }

    @Test
    void shouldNeedHostAndBase() {
        assertThatThrownBy(() -> of("<base>dc=org</base>")).hasMessageContaining("<host> of <ldap> is ''");
        assertThatThrownBy(() -> of("<host>ldaps://a.example.org</host>")).hasMessageContaining("<base> of <ldap> is ''");
    }

    @Test
    void shouldBeAskedInTheOrderOfTheFile() throws Exception {
        String file = "<usersrepository><sources><ldap>" + LEAST + "</ldap><people/></sources></usersrepository>";
        assertThat(SourcesFile.parse(FileConfigurationProvider.getConfig(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))),
            new JamesPeople(MemoryUsersRepository.withoutVirtualHosting(null), new StoreCalls()), new ConfDirectory(conf)).sources())
            .extracting(PasswordSource::name).containsExactly("ldap", "people");
    }
}
