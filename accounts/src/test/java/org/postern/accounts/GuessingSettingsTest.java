// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.accounts.GuessingSettings.Allowance;
import org.postern.accounts.GuessingSettings.Growth;

class GuessingSettingsTest {
    private static GuessingSettings settings(String xml) throws ConfigurationException {
        return GuessingSettings.of(AuthenticationFile.parse(FileConfigurationProvider.getConfig(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void shouldShipTheFileWithTheDefaults() throws Exception {
        String shipped = Files.readString(Path.of("..", "conf", AuthenticationFile.NAME));

        assertThat(shipped).contains("<guessing>");
        assertThat(settings(shipped)).isEqualTo(settings("<authentication></authentication>"));
    }

    @Test
    void shouldReadAllFigures() throws Exception {
        assertThat(settings("""
            <authentication><guessing>
              <network tries="1" in="10 min"/><account tries="2" in="90 s"/><known tries="3" in="1 hour" for="7 days"/>
              <lockOut first="5 s" longest="2 hours"/><delay first="0 s" longest="500 ms"/>
              <gateways>192.0.2.7 2001:db8::7</gateways><remember>4</remember>
            </guessing></authentication>"""))
            .isEqualTo(new GuessingSettings(new Allowance(1, Duration.ofMinutes(10)), new Allowance(2, Duration.ofSeconds(90)),
                new Allowance(3, Duration.ofHours(1)), Duration.ofDays(7), new Growth(Duration.ofSeconds(5), Duration.ofHours(2)),
                new Growth(Duration.ZERO, Duration.ofMillis(500)),
                Set.of(new Network("192.0.2.7"), new Network("2001:db8::/64")), 4));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
            Arguments.of("<network tries=\"0\"/>",
                "authentication.xml: <network tries> in <guessing> is '0', allowed is a whole number of 1 to 1000000"),
            Arguments.of("<account tries=\"many\"/>",
                "authentication.xml: <account tries> in <guessing> is 'many', allowed is a whole number of 1 to 1000000"),
            Arguments.of("<account in=\"soon\"/>", "authentication.xml: <account in> in <guessing> is 'soon', allowed is "
                + "a time such as 90 seconds, 10 minutes, 1 hour or 30 days"),
            Arguments.of("<known in=\"0 s\"/>",
                "authentication.xml: <known in> in <guessing> is '0 s', allowed is a time of 1 ms to 3650 days"),
            Arguments.of("<delay first=\"3 minutes\" longest=\"3 minutes\"/>",
                "authentication.xml: <delay first> in <guessing> is '3 minutes', allowed is a time of 0 ms to 120000 ms"),
            Arguments.of("<lockOut first=\"2 hours\"/>",
                "authentication.xml: <lockOut> in <guessing> begins with 2 hours, which is more than its longest, 1 hour"),
            Arguments.of("<gateways>webmail.example.org</gateways>", "authentication.xml: <gateways> in <guessing> is "
                + "'webmail.example.org', allowed is IP addresses with spaces between, such as 192.0.2.7 2001:db8::7"),
            Arguments.of("<network try=\"3\"/>", "authentication.xml: <guessing> does not know <network try>, allowed is <network tries>, "
                + "<network in>, <account tries>, <account in>, <known tries>, <known in>, <known for>, <lockOut first>, "
                + "<lockOut longest>, <delay first>, <delay longest>, <gateways>, <remember>"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldSayWhatIsAllowed(String element, String message) {
        assertThatThrownBy(() -> settings("<authentication><guessing>" + element + "</guessing></authentication>"))
            .isInstanceOf(ConfigurationException.class)
            .hasMessage(message);
    }
}
