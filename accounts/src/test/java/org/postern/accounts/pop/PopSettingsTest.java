// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.pop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.AuthenticationFile;

class PopSettingsTest {
    private static PopSettings of(String section) throws Exception {
        String file = "<authentication>" + section + "</authentication>";
        return PopSettings.of(AuthenticationFile.parse(
            FileConfigurationProvider.getConfig(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void shouldBeOffUnlessTheElementIsThere() throws Exception {
        assertThat(of("").isOn()).isFalse();
        assertThat(of("<popBeforeSmtp/>")).isEqualTo(new PopSettings(true, Duration.ofMinutes(10)));
        assertThat(of("<popBeforeSmtp><lifetime>90 seconds</lifetime></popBeforeSmtp>"))
            .isEqualTo(new PopSettings(true, Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @CsvSource({
        "<lifetime>soon</lifetime>,     <lifetime> in <popBeforeSmtp> is 'soon'",
        "<lifetime>10</lifetime>,       <lifetime> in <popBeforeSmtp> is '10'",
        "<lifetime>2 days</lifetime>,   <lifetime> in <popBeforeSmtp> is '2 days'",
        "<minutes>10</minutes>,         <popBeforeSmtp> does not know <minutes>"})
    void shouldRefuseWhatIsNotAllowed(String element, String complaint) {
        assertThatThrownBy(() -> of("<popBeforeSmtp>" + element + "</popBeforeSmtp>"))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("authentication.xml: ")
            .hasMessageContaining(complaint)
            .hasMessageContaining("allowed is");
    }
}
