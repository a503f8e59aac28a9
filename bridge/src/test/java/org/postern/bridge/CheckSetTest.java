// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.Check;

class CheckSetTest {
    private static final IllegalStateException UNUSED = new IllegalStateException("no rights are asked here");

    private final CheckSet checks = new CheckSet(new JamesSenderRights(Faulty.always(RecipientRewriteTable.class, UNUSED),
        Faulty.always(DelegationStore.class, UNUSED), Faulty.always(UsersRepository.class, UNUSED), Grants.none()));

    @Test
    void shouldBeTheDefaultsWhenNothingIsSaid() throws Exception {
        assertThat(checks.from(Xml.parse("<handler><senderPolicy>refuse</senderPolicy></handler>")))
            .isEqualTo(checks.defaults())
            .extracting(Check::name).contains("line-length", "author-rights").doesNotContain("date-syntax");
    }

    @Test
    void shouldSwitchByName() throws Exception {
        assertThat(checks.from(Xml.parse("<handler><check name='line-length' enabled='false'/>"
                + "<check name='date-syntax' enabled='true'/></handler>")))
            .extracting(Check::name).contains("date-syntax", "author-rights").doesNotContain("line-length");
    }

    @Test
    void shouldKeepOffWhatPolicySwitchesOff() throws Exception {
        assertThat(checks.from(Xml.parse("<handler><check name='author-rights' enabled='true'/></handler>"), Set.of("author-rights")))
            .extracting(Check::name).contains("line-length").doesNotContain("author-rights");
    }

    @Test
    void shouldGiveJustTheNamedOnes() {
        assertThat(checks.named(List.of("date-syntax", "nul"))).extracting(Check::name).containsExactly("nul", "date-syntax");
    }

    @Test
    void shouldListChecksWhenNameIsUnknown() {
        assertThatThrownBy(() -> checks.named(List.of("nil")))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("'nil'").hasMessageContaining("nul, ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<h><check name='nil' enabled='true'/></h>              | There is no check 'nil'; the checks are",
        "<h><check name='nul' enabled='off'/></h>               | enabled is true or false",
        "<h><check name='nul'/></h>                             | without attribute enabled",
        "<h><check enabled='true'/></h>                         | without attribute name",
        "<h><check name='nul' enabled='true' for='bob'/></h>    | unknown attribute for, allowed are name and enabled",
        "<h><check name='nul' enabled='true'/><check name='nul' enabled='false'/></h> | is there twice",
    })
    void shouldNameElementAndWhatIsAllowedWhenWrong(String xml, String complaint) {
        assertThatThrownBy(() -> checks.from(Xml.parse(xml)))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("<check").hasMessageContaining(complaint);
    }
}
