// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import javax.mail.MessagingException;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.bridge.AddressesFile;
import org.postern.bridge.MailOptions;

class RewriteAddressesTest {
    private static final String RULES = "<addresses><rewrite from=\"alice@example.org\" to=\"a.lice@example.org\"/>"
        + "<rewrite from=\"*@old.example.org\" to=\"*@example.net\"/></addresses>";
    private static final String MESSAGE = "From: alice <alice@example.org>\r\nTo: bob@old.example.org\r\n\r\nalice@example.org \u00e4";

    private Fixture fixture;

    @BeforeEach
    void setUp() throws Exception {
        fixture = new Fixture();
    }

    @Test
    void shouldRewriteInThePlacesThatItIsTold() throws Exception {
        MailImpl mail = fixture.submitted(MESSAGE);
        mail.setRecipients(List.of(new MailAddress("bob@old.example.org")));

        mailet("in", "From, reverse-path").service(mail);

        assertThat(Fixture.text(mail)).isEqualTo(MESSAGE.replace("<alice@", "<a.lice@"));
        assertThat(mail.getMaybeSender().asString()).isEqualTo("a.lice@example.org");
        assertThat(mail.getRecipients()).containsExactly(new MailAddress("bob@old.example.org"));
    }

    @Test
    void shouldChangeNothingMoreWhenRunAgain() throws Exception {
        MailImpl mail = fixture.submitted(MESSAGE);
        RewriteAddresses mailet = mailet("in", "From,To,reverse-path,recipients");
        mailet.service(mail);
        Object message = mail.getMessage();

        mailet.service(mail);

        assertThat(mail.getMessage()).isSameAs(message);
        assertThat(mail.getMaybeSender().asString()).isEqualTo("a.lice@example.org");
    }

    @Test
    void shouldKeepWhatTheAuthorAskedForARecipient() throws Exception {
        MailAddress old = new MailAddress("b+b@old.example.org");
        MailAddress same = new MailAddress("b+b@example.net");
        MailAddress other = new MailAddress("carol@old.example.org");
        MailImpl mail = fixture.submitted(MESSAGE);
        mail.setRecipients(List.of(old, same, other));
        mail.setDsnParameters(DsnParameters.builder()
            .addRcptParameter(old, RecipientDsnParameters.of(EnumSet.of(Notify.NEVER)))
            .addRcptParameter(other, RecipientDsnParameters.of(EnumSet.of(Notify.DELAY))).build().orElseThrow());
        MailOptions.writeOriginalRecipients(mail, Map.of(other, "rfc822;list@example.com"));

        mailet("in", "recipients").service(mail);

        MailAddress carol = new MailAddress("carol@example.net");
        assertThat(mail.getRecipients()).containsExactlyInAnyOrder(same, carol);
        assertThat(mail.dsnParameters().orElseThrow().getRcptParameters())
            .containsEntry(same, RecipientDsnParameters.of(EnumSet.of(Notify.FAILURE, Notify.DELAY)))
            .containsEntry(carol, RecipientDsnParameters.of(EnumSet.of(Notify.DELAY))).hasSize(2);
        assertThat(MailOptions.originalRecipient(mail, same)).contains("rfc822;b+2Bb@old.example.org");
        assertThat(MailOptions.originalRecipient(mail, carol)).contains("rfc822;list@example.com");
    }

    @Test
    void shouldLeaveMailAloneThatNobodySubmitted() throws Exception {
        MailImpl mail = fixture.unauthenticated(MESSAGE);

        mailet("in", "From,reverse-path,recipients").service(mail);

        assertThat(Fixture.text(mail)).isEqualTo(MESSAGE);
        assertThat(mail.getMaybeSender().asString()).isEqualTo("alice@example.org");
    }

    @Test
    void shouldLeaveNullReversePathAlone() throws Exception {
        MailImpl mail = fixture.submitted(MESSAGE);
        mail.setSender(MailAddress.nullSender());

        mailet("in", "reverse-path").service(mail);

        assertThat(mail.getMaybeSender().isNullSender()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "in | ''         | Mailet RewriteAddresses: <in> is needed: reverse-path, recipients and address fields such as From",
        "in | Subject    | Mailet RewriteAddresses: <in> names reverse-path, recipients and address fields; Subject is no field that holds",
        "in | From,a b   | Mailet RewriteAddresses: <in> names reverse-path, recipients and address fields; Not a header field name: a b",
        "on | From       | Mailet RewriteAddresses: <on> is no parameter; allowed are in",
    })
    void shouldNameParameterAndWhatIsAllowedWhenWrong(String parameter, String value, String complaint) {
        assertThatThrownBy(() -> mailet(parameter, value)).isInstanceOf(MessagingException.class).hasMessageStartingWith(complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<rewrit from='a@x.org' to='b@x.org'/>          | addresses.xml: <rewrit from to>: allowed is <rewrite from=\"…\" to=\"…\"/>",
        "<rewrite from='a@x.org'/>                      | addresses.xml: <rewrite from>: allowed is",
        "<rewrite from='a@x.org' to='b@x.org' in='x'/>  | addresses.xml: <rewrite from to in>: allowed is",
        "<rewrite from='a' to='b@x.org'/>               | addresses.xml: <rewrite from=\"a\">: no address: a; allowed is an address",
        "<rewrite from='a@x.org' to='*'/>               | addresses.xml: <rewrite to=\"*\">: no address: *; allowed is an address",
        "<rewrite from='*@x.org' to='*@y.org'/><rewrite from='*@y.org' to='*@x.org'/> | addresses.xml: <rewrite>: *@",
    })
    void shouldNameFileAndElementWhenWrong(String rules, String complaint) {
        assertThatThrownBy(() -> file("<addresses>" + rules + "</addresses>")).isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith(complaint);
    }

    private RewriteAddresses mailet(String parameter, String value) throws Exception {
        return fixture.init(new RewriteAddresses(fixture.repairs, file(RULES)), parameter, value);
    }

    private static AddressesFile file(String xml) throws ConfigurationException {
        return AddressesFile.parse(FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
    }
}
