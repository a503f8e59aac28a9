// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {

    @Test
    void shouldFillAHomeWithAllThatTheDistributionHasAndTouchNothingThatIsThere(@TempDir Path directory) throws Exception {
        Path templates = Path.of("..", "conf");
        Home home = Home.at(directory);
        Files.createDirectories(home.conf());
        Files.writeString(home.conf().resolve("grants.xml"), "mine");

        new FirstStart(templates, Clock.systemUTC()).fill(home, Optional.empty());

        assertThat(home.conf().resolve("grants.xml")).hasContent("mine");
        assertThat(home.conf().resolve("fail2ban/filter.d/postern.conf"))
            .hasSameTextualContentAs(templates.resolve("fail2ban/filter.d/postern.conf"));
        assertThat(home.conf().resolve("fail2ban/jail.d/postern.conf")).exists();
    }
}
