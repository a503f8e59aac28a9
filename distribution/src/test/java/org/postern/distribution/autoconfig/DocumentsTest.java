// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** Each as a mail program reads it. */
class DocumentsTest {

    private static final String NAMED = Conf.INCOMING + "<displayName>Ann &amp; Bob &lt;mail&gt;</displayName>";
    private static final String ODD = "\"a&<b>\"@example.org";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /clientConfig/@version                          | 1.1
        //emailProvider/@id                             | example.org
        //emailProvider/domain                          | example.org
        //displayName                                   | Ann & Bob <mail>
        //incomingServer/@type                          | imap
        //incomingServer/hostname                       | imap.example.org
        //incomingServer/port                           | 993
        //incomingServer/socketType                     | SSL
        //incomingServer/authentication                 | password-cleartext
        //outgoingServer[1]/@type                       | smtp
        //outgoingServer[1]/hostname                    | mail.example.org
        //outgoingServer[1]/port                        | 465
        //outgoingServer[1]/socketType                  | SSL
        //outgoingServer[1]/username                    | %EMAILADDRESS%
        //outgoingServer[1]/authentication              | password-cleartext
        //outgoingServer[2]/port                        | 587
        //outgoingServer[2]/socketType                  | STARTTLS
        """)
    void shouldTellThunderbirdTheServers(String path, String value) throws Exception {
        assertThat(value(new ClientConfig(Conf.site(NAMED)).of(Domain.of("example.org")), path)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-256, password-encrypted", "XOAUTH2, OAuth2", "EXTERNAL, TLS-client-cert"})
    void shouldNameTheLoginsAsThunderbirdDoes(String mechanism, String word) throws Exception {
        Site site = Conf.site("", "<handlerchain><handler class='org.postern.hooks.auth.Auth'><mechanisms>" + mechanism
            + "</mechanisms></handler></handlerchain>", "<authentication><oauth/><clientCertificates/></authentication>");

        assertThat(value(new ClientConfig(site).of(Domain.of("example.org")), "//outgoingServer/authentication")).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        namespace-uri(/*)                               | http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006
        namespace-uri(/*/*)                             | http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a
        //*[local-name()='AccountType']                 | email
        //*[local-name()='Action']                      | settings
        count(//*[local-name()='Protocol'])             | 2
        //*[local-name()='Protocol'][1]/*[1]            | IMAP
        //*[local-name()='Protocol'][2]/*[1]            | SMTP
        //*[local-name()='Protocol'][2]/*[local-name()='Server']     | mail.example.org
        //*[local-name()='Protocol'][2]/*[local-name()='Port']       | 465
        //*[local-name()='Protocol'][2]/*[local-name()='Encryption'] | SSL
        //*[local-name()='Protocol'][2]/*[local-name()='LoginName']  | "a&<b>"@example.org
        //*[local-name()='Protocol'][2]/*[local-name()='AuthRequired'] | on
        """)
    void shouldTellOutlookOneServerOfEachKind(String path, String value) throws Exception {
        assertThat(value(new Autodiscover(Conf.site(NAMED)).of(new MailAddress(ODD)), path)).isEqualTo(value);
    }

    @Test
    void shouldTellOutlookOfTheListenerWithStartTlsWhereThatIsAll() throws Exception {
        Site site = Conf.site("");
        Site startTls = new Site(site.displayName(), site.userNames(), site.submission().subList(1, 2), site.incoming());

        String answer = new Autodiscover(startTls).of(new MailAddress("ann@example.org"));

        assertThat(value(answer, "//*[local-name()='Port']")).isEqualTo("587");
        assertThat(value(answer, "//*[local-name()='Encryption']")).isEqualTo("TLS");
    }

    @Test
    void shouldReadTheAddressThatOutlookAsksFor() {
        assertThat(Autodiscover.address(question("ann&#64;example.org"))).isEqualTo("ann@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no XML", "<Autodiscover/>", "<a><EMailAddress>x<b/></EMailAddress></a>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a><EMailAddress>&e;</EMailAddress></a>"})
    void shouldRefuseWhatIsNoQuestion(String body) {
        assertThatThrownBy(() -> Autodiscover.address(body.getBytes(StandardCharsets.UTF_8))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepTheTerminalCleanWhenABodyIsNoUtf8() {
        PrintStream terminal = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written));
        try {
            assertThatThrownBy(() -> Autodiscover.address(new byte[] {'<', 'a', '>', (byte) 0xff, '<', '/', 'a', '>'}))
                .isInstanceOf(IllegalArgumentException.class);
        } finally {
            System.setErr(terminal);
        }
        assertThat(written.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        PayloadType                              | Configuration
        PayloadDisplayName                       | Ann & Bob <mail>
        PayloadVersion                           | 1
        EmailAccountType                         | EmailTypeIMAP
        EmailAddress                             | "a&<b>"@example.org
        IncomingMailServerHostName               | imap.example.org
        IncomingMailServerPortNumber             | 993
        IncomingMailServerAuthentication         | EmailAuthPassword
        OutgoingMailServerHostName               | mail.example.org
        OutgoingMailServerPortNumber             | 465
        OutgoingMailServerAuthentication         | EmailAuthPassword
        OutgoingMailServerUsername               | "a&<b>"@example.org
        """)
    void shouldMakeAnAccountOnApplesDevices(String key, String value) throws Exception {
        String profile = new AppleProfile(Conf.site(NAMED)).of(new MailAddress(ODD));

        assertThat(value(profile, "//key[.='" + key + "']/following-sibling::*[1]")).isEqualTo(value);
        assertThat(value(profile, "name(//key[.='OutgoingMailServerUseSSL']/following-sibling::*[1])")).isEqualTo("true");
        assertThat(profile).doesNotContain("Password</key><string>");
    }

    @Test
    void shouldGiveTheSameProfileAgainSoThatItTakesThePlaceOfTheFirst() throws Exception {
        AppleProfile profiles = new AppleProfile(Conf.site(NAMED));

        assertThat(profiles.of(new MailAddress("ann@example.org"))).isEqualTo(profiles.of(new MailAddress("ann@example.org")))
            .isNotEqualTo(profiles.of(new MailAddress("bob@example.org")));
    }

    @Test
    void shouldMakeNoAppleAccountWithoutAnIncomingServer() throws Exception {
        assertThat(new AppleProfile(Conf.site("")).isPossible()).isFalse();
        assertThat(new AppleProfile(Conf.site(Conf.INCOMING)).isPossible()).isTrue();
    }

    @Test
    void shouldNamePeopleWithoutTheirDomainWhereTheyLogInLikeThat() throws Exception {
        Site site = Conf.site(Conf.INCOMING + "<userName>localPart</userName>");
        MailAddress ann = new MailAddress("ann@example.org");

        assertThat(value(new ClientConfig(site).of(ann.getDomain()), "//username")).isEqualTo("%EMAILLOCALPART%");
        assertThat(value(new Autodiscover(site).of(ann), "//*[local-name()='LoginName']")).isEqualTo("ann");
        assertThat(value(new AppleProfile(site).of(ann), "//key[.='OutgoingMailServerUsername']/following-sibling::*[1]"))
            .isEqualTo("ann");
    }

    private static byte[] question(String address) {
        return ("<?xml version=\"1.0\"?><Autodiscover xmlns=\"" + Autodiscover.REQUEST + "\"><Request><EMailAddress>" + address
            + "</EMailAddress></Request></Autodiscover>").getBytes(StandardCharsets.UTF_8);
    }

    private static String value(String xml, String path) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return XPathFactory.newInstance().newXPath().evaluate(path, document);
    }
}
