// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.Xml;

class AllowancesTest {
    private static final String RULES = "<limit user='root'><messages hour='4'/></limit>"
        + "<limit user='News@example.org'><messages hour='7'/></limit>"
        + "<limit user='*@*.example.org' onExceed='hold'><messages hour='6'/></limit>"
        + "<limit user='*@example.org'><messages hour='5'/><recipients day='0'/></limit>";

    @ParameterizedTest
    @CsvSource({
        "news@example.org, 7, REFUSE",
        "ann@example.org,  5, REFUSE",
        "ann@a.example.org, 6, HOLD",
        "ann@example.com,  0, REFUSE",
        "root,             4, REFUSE",
        "ann,              5, REFUSE",
        "news,             7, REFUSE",
    })
    void shouldTakeTheFirstRuleThatCoversTheAccount(String user, long messages, Allowance.OnExceed onExceed) throws Exception {
        Username name = Username.of(user);
        Allowance allowance = new Allowances(Xml.limits(RULES)).of(name, name.withDefaultDomain(Domain.of("example.org")));

        assertThat(allowance.most(Limit.MESSAGES_PER_HOUR)).isEqualTo(messages);
        assertThat(allowance.onExceed()).isEqualTo(onExceed);
        assertThat(allowance.most(Limit.RECIPIENTS_PER_DAY)).isZero();
    }

    @Test
    void shouldLimitNobodyWithoutRules() throws Exception {
        assertThat(new Allowances(Xml.limits("")).of(Username.of("ann"), Username.of("ann@example.org")))
            .isEqualTo(Allowance.UNLIMITED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<rule user=\'*\'/> | limits.xml: <limits> does not know <rule>, allowed is alerts, limit",
        "<limit/>                                                | limits.xml: <limit user=\"\">: ",
        "<limit user='a*@example.org'/>                          | * stands for a whole local-part",
        "<limit user='*@a@b'/>                                   | no domain name: a@b; allowed is a user name",
        "<limit user='*' exceed='hold'/>                         | <limit> does not know exceed=\"...\", allowed is onExceed, user",
        "<limit user='*' onExceed='drop'/>                       | <limit onExceed=\"drop\">: allowed is refuse or hold",
        "<limit user='*'><mails hour='1'/></limit>               | <limit> does not know <mails>, allowed is domains, held, messages",
        "<limit user='*'><messages week='1'/></limit>            | <messages> does not know week=\"...\", allowed is day, hour",
        "<limit user='*'><held hour='1'/></limit>                | <held> does not know hour=\"...\", allowed is day",
        "<limit user='*'><messages hour='-1'/></limit>           | <messages hour=\"-1\">: allowed is a whole number of 0 to 999999999",
        "<limit user='*'><messages hour='1'/><messages day='9'/></limit>| limits.xml: <limit> has more than one <messages>, allowed is one",
        "<limit user='*'><messages>500</messages></limit>        | <messages> holds the text '500', allowed are attributes and elements",
        "<limit user='*'>500</limit>                             | <limit> holds the text '500'",
        "<alerts/><alerts/>                                      | <limits> has more than one <alerts>, allowed is one",
        "<alerts><limitReached/><limitReached/></alerts>         | <alerts> has more than one <limitReached>",
        "<limit user='*'><messages hour='many'/></limit>         | <messages hour=\"many\">: allowed is a whole number",
    })
    void shouldSayWhatIsWrong(String rules, String message) {
        assertThatThrownBy(() -> new Allowances(Xml.limits(rules))).isInstanceOf(ConfigurationException.class)
            .hasMessageContaining(message);
    }
}
