// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.distribution.autoconfig.MailService.Login;
import org.postern.distribution.autoconfig.MailService.Protocol;
import org.postern.distribution.autoconfig.MailService.Tls;

class AutoconfigFileTest {

    @Test
    void shouldServeNothingUnlessToldTo() throws Exception {
        assertThat(Conf.file("<autoconfig/>").isServed()).isFalse();
        assertThat(Conf.file("<autoconfig><https>0.0.0.0:443</https></autoconfig>").isServed()).isFalse();
        assertThat(Conf.file("<autoconfig enabled='true'><https>0.0.0.0:443</https></autoconfig>").isServed()).isTrue();
    }

    @Test
    void shouldTellTheListenersTheBestFirst() throws Exception {
        assertThat(Conf.site("").submission()).extracting(MailService::srvLabel, MailService::host, MailService::port, MailService::tls)
            .containsExactly(
                tuple("_submissions", "mail.example.org", 465, Tls.IMPLICIT),
                tuple("_submission", "mail.example.org", 587, Tls.STARTTLS));
    }

    @Test
    void shouldTellOtherHostsAndPortsThatPeopleReach() throws Exception {
        Site site = Conf.site("<outgoing host='submit.example.org' submissions='10465'/>"
            + "<incoming type='pop3' host='pop.example.org' port='110' tls='starttls'/>");

        assertThat(site.submission()).extracting(MailService::host).containsOnly("submit.example.org");
        assertThat(site.submission()).extracting(MailService::port).containsExactly(10_465, 587);
        assertThat(site.incoming()).containsExactly(
            new MailService(Protocol.POP3, "pop.example.org", 110, Tls.STARTTLS, List.of(Login.PASSWORD)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        PLAIN LOGIN EXTERNAL              | <authentication/>                                                   | PASSWORD
        SCRAM-SHA-256 SCRAM-SHA-256-PLUS  | <authentication/>                                                   | HIDDEN_PASSWORD
        xoauth2, plain                    | <authentication><oauth/></authentication>                           | PASSWORD TOKEN
        OAUTHBEARER                       | <authentication><oauth/></authentication>                           | TOKEN
        EXTERNAL                          | <authentication><clientCertificates/></authentication>              | CERTIFICATE
        ''                                | <authentication><oauth/><clientCertificates/></authentication>      | PASSWORD TOKEN CERTIFICATE
        """)
    void shouldTellTheLoginsThatListenersOffer(String mechanisms, String authentication, String logins) throws Exception {
        String chain = mechanisms.isEmpty() ? "" : "<handlerchain><handler class='org.postern.hooks.auth.Auth'><mechanisms>" + mechanisms
            + "</mechanisms></handler></handlerchain>";

        assertThat(Conf.site("", chain, authentication).submission()).allSatisfy(service ->
            assertThat(service.logins()).extracting(Login::name).containsExactly(logins.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        <autoconfig enabled='yes'/> | <autoconfig enabled> is 'yes', allowed is false or true
        <autoconfig enabled='true'/> | needs <https> or <http>
        <autoconfig enable='true'/> | <autoconfig> does not know enable="...", allowed is enabled
        <autoconfig><htps>a:1</htps></autoconfig> | does not know <htps>, allowed is displayName, host, http,
        <autoconfig><https>443</https></autoconfig> | <https> is '443': HOST:PORT is expected
        <autoconfig><http>a:70000</http></autoconfig> | with a port up to 65535
        <autoconfig><https>a:1</https><https>b:1</https></autoconfig> | more than one <https>, allowed is one
        <autoconfig><host>a b</host></autoconfig> | <host> is 'a b', allowed is the name of a host
        <autoconfig><userName>mail</userName></autoconfig> | <userName> is 'mail', allowed is address or localPart
        <autoconfig><outgoing port='1'/></autoconfig> | <outgoing> does not know port="...", allowed is host, submission
        <autoconfig><outgoing submission='x'/></autoconfig> | <outgoing submission> is 'x', allowed is a whole number
        <autoconfig><incoming type='nntp' host='a' port='1'/></autoconfig> | <incoming type> is 'nntp', allowed is imap or pop3
        <autoconfig><incoming type='imap' port='1'/></autoconfig> | <incoming host> is '', allowed is the name of a host
        <autoconfig><incoming type='imap' host='a' port='0'/></autoconfig> | <incoming port> is '0', allowed is a whole number of 1 to
        <autoconfig><incoming type='imap' host='a' port='1' tls='no'/></autoconfig>| <incoming tls> is 'no', allowed is implicit or starttls
        """)
    void shouldSayWhatIsAllowed(String xml, String told) {
        assertThatThrownBy(() -> Conf.file(xml)).isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith("autoconfig.xml: ").hasMessageContaining(told).message().hasLineCount(1);
    }
}
