// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.Identity;
import org.postern.submission.InternationalAddress;

class GrantsTest {
    @ParameterizedTest
    @CsvSource({
        "news@example.org,       news@example.org,          true",
        "news@example.org,       News@Example.Org,          true",
        "news@example.org,       news+bounce7@example.org,  true",
        "news@example.org,       other@example.org,         false",
        "*@lists.example.org,    any@lists.example.org,     true",
        "*@lists.example.org,    any@LISTS.example.org,     true",
        "*@lists.example.org,    any@a.lists.example.org,   false",
        "*@lists.example.org,    any@example.org,           false",
        "*@lists.example.org,    any@evillists.example.org, false",
        "*@*.example.org,        any@a.example.org,         true",
        "*@*.example.org,        any@a.b.example.org,       true",
        "*@*.example.org,        any@example.org,           false",
        "*@*.example.org,        any@evilexample.org,       false",
        "*,                      any@anywhere.test,         true",
        "n\u00e9ws@m\u00fcller.example, n\u00e9ws@xn--mller-kva.example, true",
        "n\u00e9ws@xn--mller-kva.example, N\u00c9WS@M\u00fcller.Example, true",
        "n\u00e9ws@example.org,   ne\u0301ws+7@example.org,   true",
        "n\u00e9ws@example.org,   news@example.org,          false",
        "*@m\u00fcller.example,   any@xn--mller-kva.example, true",
        "*@m\u00fcller.example,   any@muller.example,        false",
        "*@*.m\u00fcller.example, any@a.xn--mller-kva.example, true",
    })
    void shouldCoverWhatIsGrantedAndNothingElse(String granted, String address, boolean covered) throws Exception {
        Grants grants = parse("<grants><grant user='shop@example.org' as='" + granted + "'/></grants>");

        assertThat(grants.allow(identity("shop@example.org"), address(address))).isEqualTo(covered);
        assertThat(grants.allow(identity("somebody@example.org"), address(address))).isFalse();
    }

    @Test
    void shouldAddUpGrantsOfOneUser() throws Exception {
        Grants grants = parse("<grants><grant user='shop@example.org' as='*@a.test'/>"
            + "<grant user='shop@example.org' as='*@b.test'/></grants>");

        assertThat(grants.allow(identity("shop@example.org"), new MailAddress("x@a.test"))).isTrue();
        assertThat(grants.allow(identity("shop@example.org"), new MailAddress("x@b.test"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"shop", "shop@example.org"})
    void shouldKnowUserWithoutDomainUnderBothNames(String written) throws Exception {
        Grants grants = parse("<grants><grant user='" + written + "' as='*'/></grants>");
        Identity shop = new Identity(Username.of("shop"), new MailAddress("shop@example.org"), "", "");

        assertThat(grants.allow(shop, new MailAddress("x@a.test"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"j\u00f6rg@m\u00fcller.example", "jo\u0308rg@xn--mller-kva.example"})
    void shouldKnowUserInAnySpelling(String written) throws Exception {
        Grants grants = parse("<grants><grant user='" + written + "' as='*'/></grants>");

        assertThat(grants.allow(identity("j\u00f6rg@m\u00fcller.example"), new MailAddress("x@a.test"))).isTrue();
        assertThat(grants.allow(identity("jorg@m\u00fcller.example"), new MailAddress("x@a.test"))).isFalse();
    }

    @Test
    void shouldGrantNothingWhenFileIsMissing() throws Exception {
        Grants grants = new Grants((component, level) -> FileConfigurationProvider.EMPTY_CONFIGURATION);

        assertThat(grants.allow(identity("shop@example.org"), new MailAddress("x@a.test"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<grants><gramt user='a@b.org' as='*'/></grants>              | unknown element <gramt>, allowed is <grant",
        "<grants><grant user='a@b.org' as='*' on='x'/></grants>       | unknown attribute on, allowed are user and as",
        "<grants addressMappings='yes'/>                              | allowed is true or false",
        "<grants addresses='true'/>                                  | unknown attribute addresses, allowed is addressMappings",
        "<grants><grant as='*'/></grants>                             | without attribute user",
        "<grants><grant user='a@b.org'/></grants>                     | without attribute as",
        "<grants><grant user='a@b.org' as=''/></grants>               | without attribute as",
        "<grants><grant user='a@b@c' as='*'/></grants>                | no user name",
        "<grants><grant user='a@b.org' as='lists.example.org'/></grants> | allowed is an address (news@example.org)",
        "<grants><grant user='a@b.org' as='news*@example.org'/></grants> | * stands for a whole local-part",
        "<grants><grant user='a@b.org' as='*@'/></grants>             | no domain name",
        "<grants><grant user='a@b.org' as='*@stra\u00dfe.de'/></grants> | write it in A-labels",
        "<grants><grant user='a@b.org' as='*@*'/></grants>            | no domain name",
        "<grants><grant user='a@b.org' as='*@a.*.org'/></grants>      | no domain name",
    })
    void shouldNameFileElementAndWhatIsAllowedWhenWrong(String xml, String complaint) {
        assertThatThrownBy(() -> parse(xml))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith("grants.xml: ")
            .hasMessageContaining(complaint);
    }

    @Test
    void shouldNameFileWhenItIsNoXml() {
        assertThatThrownBy(() -> new Grants((component, level) -> {
            throw new ConfigurationException("line 3");
        })).isInstanceOf(ConfigurationException.class).hasMessage("grants.xml could not be read: line 3");
    }

    private static Grants parse(String xml) throws ConfigurationException {
        return Grants.parse(Xml.parse(xml));
    }

    private static Identity identity(String address) throws Exception {
        return new Identity(Username.of(address), address(address), "PLAIN", "192.0.2.1");
    }

    private static MailAddress address(String address) {
        return InternationalAddress.of(address).orElseThrow();
    }
}
