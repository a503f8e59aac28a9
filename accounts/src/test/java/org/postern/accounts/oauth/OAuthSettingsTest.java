// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.oauth.IssuerSettings.KeyLocation;

class OAuthSettingsTest {
    private static final String ISSUER = "<url>https://h</url><audience>a</audience>";
    private static final String ASKED = "<url>https://h/i</url><clientId>c</clientId>";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "                                                        | <oauth> has no <issuer>, allowed is one or more",
        "<isuer/>                                                | <oauth>: unknown element <isuer>, allowed is people, issuer",
        "<people>all</people><issuer>I</issuer>                  | <people> of <oauth> is 'all', allowed is known or domains",
        "<issuer>I</issuer><issuer>I</issuer>                    | <url> of <issuer> is 'https://h' twice, allowed is one <issuer> for each",
        "<issuer>I<jkws>x</jkws></issuer>                        | <issuer>: unknown element <jkws>, allowed is url, audience, algorithms",
        "<issuer><audience>a</audience></issuer>                 | <url> of <issuer> is '', allowed is a URL of https, or of http to a",
        "<issuer><url>http://h</url></issuer>                    | <url> of <issuer> is 'http://h'",
        "<issuer><url>http://127.0.0.1.example</url></issuer>    | <url> of <issuer> is 'http://127.0.0.1.example'",
        "<issuer><url>https://a:b@h</url></issuer>               | <url> of <issuer> is 'https://a:b@h'",
        "<issuer><url>https://h</url></issuer>                   | <audience> of <issuer> is '', allowed is what tokens for this server have",
        "<issuer>I<audience> </audience></issuer>                | <audience> of <issuer> is ''",
        "<issuer>I<algorithms>none</algorithms></issuer>         | <algorithms> of <issuer> is 'none', allowed is RS256 RS384",
        "<issuer>I<algorithms>RS256 HS256</algorithms></issuer>  | <algorithms> of <issuer> is 'HS256'",
        "<issuer>I<algorithms/></issuer>                         | <algorithms> of <issuer> is ''",
        "<issuer>I<jwks>http://h/k</jwks></issuer>               | <jwks> of <issuer> is 'http://h/k', allowed is a URL of https",
        "<issuer>I<discovery>h</discovery></issuer>              | <discovery> of <issuer> is 'h', allowed is a URL of https",
        "<issuer>I<jwks>https://h</jwks><discovery>https://h</discovery></issuer> | <jwks> of <issuer> is 'https://h', allowed is this or",
        "<issuer>I<identity>a b</identity></issuer>              | <identity> of <issuer> is 'a b', allowed is the name of a claim",
        "<issuer>I<domain>a b</domain></issuer>                  | <domain> of <issuer> is 'a b', allowed is a domain such as",
        "<issuer>I<scope>a b</scope></issuer>                    | <scope> of <issuer> is 'a b', allowed is one scope",
        "<issuer>I<clockSkew>601</clockSkew></issuer>            | <clockSkew> is '601', allowed is a whole number of 0 to 600",
        "<issuer>I<timeout>0</timeout></issuer>                  | <timeout> is '0', allowed is a whole number of 1 to 30",
        "<issuer>I<introspection>A<a/></introspection></issuer>  | <introspection>: unknown element <a>, allowed is url, clientId,",
        "<issuer>I<introspection>A</introspection></issuer>      | <secretFile> of <issuer> is '', allowed is a file that can be read",
        "<issuer>I<introspection><url>https://h</url></introspection></issuer> | <clientId> of <issuer> is '', allowed is the name by which",
        "<issuer>I<introspection>A<tokens>b</tokens></introspection></issuer>  | <tokens> of <issuer> is 'b', allowed is opaque or all",
    })
    void shouldSayWhatIsAllowedWhenSomethingIsNot(String oauth, String message) {
        String xml = oauth == null ? "" : oauth.replace("I<", ISSUER + "<").replace(">A<", ">" + ASKED + "<");

        assertThatThrownBy(() -> OAuthFiles.settings(xml)).isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith("authentication.xml: ")
            .hasMessageContaining(message);
    }

    @Test
    void shouldLetOneIssuerOnlyReadTokensThatNobodyElseCan() {
        String asked = "<introspection>" + ASKED + "<secretFile>" + OAuthFiles.SECRET_FILE + "</secretFile></introspection>";

        assertThatThrownBy(() -> OAuthFiles.settings("<issuer>" + ISSUER + asked + "</issuer><issuer>"
            + ISSUER.replace("https://h", "https://g") + asked + "</issuer>"))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("<introspection> is in more than one <issuer>, allowed is one");
    }

    @Test
    void shouldTakeNoTokensWithoutTheElement() throws Exception {
        AuthenticationFile file = AuthenticationFile.parse(new BaseHierarchicalConfiguration());

        assertThat(OAuthSettings.of(file, new OAuthFiles()::getResource).issuers()).isEmpty();
    }

    @Test
    void shouldHaveDefaults() throws Exception {
        OAuthSettings settings = OAuthFiles.settings("<issuer><url>https://h/realm/</url><audience>a</audience></issuer>");
        IssuerSettings issuer = settings.issuers().get(0);

        assertThat(settings.anybodyInDomains()).isFalse();
        assertThat(issuer.keys()).isEqualTo(new KeyLocation.Discovery(URI.create("https://h/realm/.well-known/openid-configuration")));
        assertThat(issuer.algorithms()).containsExactlyInAnyOrder("RS256", "PS256", "ES256", "EdDSA");
        assertThat(issuer.identity()).isEqualTo("email");
        assertThat(issuer.skew()).isEqualTo(Duration.ofSeconds(60));
        assertThat(issuer.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(issuer.introspection()).isEmpty();
    }

    @Test
    void shouldShowNoSecret() throws Exception {
        OAuthSettings settings = OAuthFiles.settings("<issuer>" + ISSUER + "<introspection>" + ASKED + "<secretFile>"
            + OAuthFiles.SECRET_FILE + "</secretFile></introspection></issuer>");

        assertThat(settings.issuers().get(0).introspection().orElseThrow().secret().text()).isEqualTo(OAuthFiles.SECRET);
        assertThat(settings.toString()).doesNotContain("hush");
        assertThat(AccessToken.of("hush").orElseThrow().toString()).doesNotContain("hush");
    }
}
