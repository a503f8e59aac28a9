// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {

    private static final Path TEMPLATE = Path.of("..", "conf", ServerName.FILE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        mail.example.org          | mail.example.org | example.com | mail.example.org         | true
        MX1                       | mx1.Example.net  | example.com | mx1.example.net          | true
        mx1                       | 192.0.2.1        | example.com | mx1.example.com          | true
        mx1                       | mx1              |             | mx1                      | false
        mx1                       | localhost        | example.com | mx1.example.com          | true
        mx1.localdomain           | mx1.localdomain  |             | mx1.localdomain          | false
        localhost.localdomain     | localhost        | example.com | localhost                | false
        localhost                 | 127.0.0.1        | example.com | localhost                | false
        192.0.2.1                 | under_score.org  | example.com | localhost                | false
        """)
    void shouldPreferAQualifiedName(String host, String canonical, String domain, String name, boolean qualified) {
        ServerName best = ServerName.best(List.of(host, canonical), Optional.ofNullable(domain).map(Domain::of));

        assertThat(best).hasToString(name);
        assertThat(best.isQualified()).isEqualTo(qualified);
    }

    @Test
    void shouldReadWhatWasWrittenIntoTheShippedFile(@TempDir Path directory) throws Exception {
        Home home = Home.at(directory);
        Files.createDirectories(home.conf());
        Path file = home.conf().resolve(ServerName.FILE);
        Files.copy(TEMPLATE, file);

        new ServerName("mail.example.org").writeTo(file);

        assertThat(ServerName.of(home)).hasToString("mail.example.org");
        assertThat(file).content().startsWith("# SPDX");
    }

    @Test
    void shouldBeTheHostsNameWhenNoneIsConfigured(@TempDir Path directory) throws Exception {
        assertThat(ServerName.of(Home.at(directory))).isEqualTo(ServerName.ofHost(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mail example.org", "-mail.example.org", "mail..example.org", "192.0.2.1", "[192.0.2.1]", "a@b.org"})
    void shouldRefuseWhatIsNoHostName(String name) {
        assertThatThrownBy(() -> new ServerName(name)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("server.properties", "mail.example.org");
    }
}
