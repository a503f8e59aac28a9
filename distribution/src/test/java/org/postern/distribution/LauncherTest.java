// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With which archive of classes the launcher starts Java; here a Java that says how it was started. */
class LauncherTest {

    private static final String MADE_LATER = "made later";

    @TempDir
    private Path directory;
    private Path launcher;
    private Path jar;
    private Path archive;

    @BeforeEach
    void unpack() throws Exception {
        launcher = Files.createDirectories(directory.resolve("bin")).resolve("postern");
        Files.copy(Path.of("src/main/scripts/postern"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        jar = Files.createFile(Files.createDirectories(directory.resolve("lib")).resolve("postern.jar"));
        archive = Files.writeString(directory.resolve("lib/postern.jsa"), "classes");
        Files.writeString(directory.resolve("lib/postern.jsa.size"), "7\n");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(60)));
        java("echo \"$@\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "demo"})
    void shouldUseTheArchiveForAServer(String command) throws Exception {
        assertThat(start(command)).contains("-XX:SharedArchiveFile=" + archive + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "demo"})
    void shouldUseNoArchiveThatIsOlderThanAJarIsHere(String command) throws Exception {
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(60)));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

        assertThat(start(command)).doesNotContain("Archive");
    }

    @Test
    void shouldUseNoArchiveThatWasCutOff() throws Exception {
        Files.writeString(archive, "class");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(start("run")).doesNotContain("Archive").contains(" run");
    }

    @Test
    void shouldStartWithoutAnArchive() throws Exception {
        Files.delete(archive);

        assertThat(start("run")).doesNotContain("Archive").contains(" run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "james-cli", "--help"})
    void shouldUseNoArchiveForACommand(String command) throws Exception {
        assertThat(start(command)).doesNotContain("Archive").contains("-XX:TieredStopAtLevel=1");
    }

    @Test
    void shouldReplaceTheArchiveWhenANewOneIsWhole() throws Exception {
        java("for option; do case $option in *AtExit=*) echo " + MADE_LATER + " >\"${option#*=}\" ;; esac; done");
        Instant before = Instant.now().minusSeconds(1);

        start("warm-up");

        assertThat(archive).hasContent(MADE_LATER);
        assertThat(directory.resolve("lib/postern.jsa.size")).hasContent("11");
        assertThat(Files.getLastModifiedTime(archive).toInstant()).isBetween(before, Instant.now().plusSeconds(1));
        assertThat(directory.resolve("lib")).isDirectoryNotContaining("glob:**.jsa.[0-9]*");
    }

    @Test
    void shouldKeepTheArchiveWhenNoneCanBeMade() throws Exception {
        java("for option; do case $option in *AtExit=*) echo half >\"${option#*=}\" ;; esac; done; exit 1");

        start("warm-up");

        assertThat(archive).hasContent("classes");
        assertThat(directory.resolve("lib")).isDirectoryNotContaining("glob:**.jsa.[0-9]*");
    }

    @Test
    void shouldMakeNoArchiveOfSomethingElse() throws Exception {
        assertThat(start("warm-up", "--help")).doesNotContain("Archive");
    }

    private void java(String script) throws Exception {
        Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
