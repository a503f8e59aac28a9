// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.james.filesystem.api.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScramDecoysTest {
    private static final String NAME = "nobody@example.org";

    @TempDir
    private Path conf;

    @Test
    void shouldLookLikeAVerifier() throws Exception {
        ScramVerifier decoy = decoys().of(NAME, Map.of(10_000, 1L));

        assertThat(decoy.salt()).hasSize(16);
        assertThat(decoy.iterations()).isEqualTo(10_000);
        assertThat(decoy.storedKey()).hasSize(32);
        assertThat(decoy.serverKey()).hasSize(32);
    }

    @Test
    void shouldSayTheSameOfANameOnEachNodeWithThatSecret() throws Exception {
        Files.writeString(conf.resolve("scram.secret"), "of this site\n");
        byte[] salt = decoys().of(NAME, Map.of(4_096, 1L)).salt();

        assertThat(decoys().of(NAME, Map.of(4_096, 1L)).salt()).isEqualTo(salt);
        assertThat(decoys().of("other@example.org", Map.of(4_096, 1L)).salt()).isNotEqualTo(salt);
        Files.writeString(conf.resolve("scram.secret"), "of another site\n");
        assertThat(decoys().of(NAME, Map.of(4_096, 1L)).salt()).isNotEqualTo(salt);
    }

    @Test
    void shouldMakeASecretOfItsOwnWhenThereIsNone() throws Exception {
        ScramDecoys decoys = decoys();
        byte[] salt = decoys.of(NAME, Map.of(4_096, 1L)).salt();

        assertThat(decoys.of(NAME, Map.of(4_096, 1L)).salt()).isEqualTo(salt);
        assertThat(decoys().of(NAME, Map.of(4_096, 1L)).salt()).isNotEqualTo(salt);
        Files.writeString(conf.resolve("scram.secret"), "");
        assertThat(decoys().of(NAME, Map.of(4_096, 1L)).salt()).isNotEqualTo(salt)
            .isNotEqualTo(decoys().of(NAME, Map.of(4_096, 1L)).salt());
    }

    @Test
    void shouldHaveIterationsAsOftenAsPeopleHaveThem() throws Exception {
        Map<Integer, Long> people = Map.of(4_096, 100L, 10_000, 300L, 600_000, 600L);
        ScramDecoys decoys = decoys();

        Map<Integer, Long> told = names().map(name -> decoys.of(name, people).iterations())
            .collect(Collectors.groupingBy(iterations -> iterations, Collectors.counting()));

        assertThat(told.get(4_096)).isBetween(60L, 140L);
        assertThat(told.get(10_000)).isBetween(240L, 360L);
        assertThat(told.get(600_000)).isBetween(520L, 680L);
    }

    @Test
    void shouldOnlyEverMoveToMoreIterationsWhenPeopleDo() throws Exception {
        ScramDecoys decoys = decoys();
        List<Map<Integer, Long>> weeks = List.of(Map.of(4_096, 8L), Map.of(4_096, 5L, 600_000, 3L), Map.of(4_096, 1L, 600_000, 7L),
            Map.of(4_096, 1L, 600_000, 700L), Map.of(600_000, 800L));

        assertThat(names().map(name -> weeks.stream().map(people -> decoys.of(name, people).iterations()).toList())).isNotEmpty()
            .allSatisfy(told -> assertThat(told).isSorted().startsWith(4_096).endsWith(600_000));
    }

    private static Stream<String> names() {
        return IntStream.range(0, 1000).mapToObj(i -> "name" + i + "@example.org");
    }

    private ScramDecoys decoys() {
        return new ScramDecoys(new FileSystem() {
            @Override
            public InputStream getResource(String url) throws IOException {
                return new FileInputStream(getFile(url));
            }

            @Override
            public File getFile(String url) {
                return conf.resolve(url.substring("file://conf/".length())).toFile();
            }

            @Override
            public File getBasedir() {
                return conf.toFile();
            }
        });
    }
}
