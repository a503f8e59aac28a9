// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.james.filesystem.api.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScramDecoysTest {
    private static final String NAME = "nobody@example.org";

    @TempDir
    private Path conf;

    @Test
    void shouldLookLikeAVerifier() throws Exception {
        ScramVerifier decoy = decoys().of(NAME, 10_000);

        assertThat(decoy.salt()).hasSize(16);
        assertThat(decoy.iterations()).isEqualTo(10_000);
        assertThat(decoy.storedKey()).hasSize(32);
        assertThat(decoy.serverKey()).hasSize(32);
    }

    @Test
    void shouldSayTheSameOfANameOnEachNodeWithThatSecret() throws Exception {
        Files.writeString(conf.resolve("scram.secret"), "of this site\n");
        byte[] salt = decoys().of(NAME, 4_096).salt();

        assertThat(decoys().of(NAME, 4_096).salt()).isEqualTo(salt);
        assertThat(decoys().of("other@example.org", 4_096).salt()).isNotEqualTo(salt);
        Files.writeString(conf.resolve("scram.secret"), "of another site\n");
        assertThat(decoys().of(NAME, 4_096).salt()).isNotEqualTo(salt);
    }

    @Test
    void shouldMakeASecretOfItsOwnWhenThereIsNone() throws Exception {
        ScramDecoys decoys = decoys();
        byte[] salt = decoys.of(NAME, 4_096).salt();

        assertThat(decoys.of(NAME, 4_096).salt()).isEqualTo(salt);
        assertThat(decoys().of(NAME, 4_096).salt()).isNotEqualTo(salt);
        Files.writeString(conf.resolve("scram.secret"), "");
        assertThat(decoys().of(NAME, 4_096).salt()).isNotEqualTo(salt).isNotEqualTo(decoys().of(NAME, 4_096).salt());
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
