// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a message too large for memory stands while it is worked on: below the home, for the owner only. Nothing in it was
 * answered 250, so what a killed server left behind goes at the next start.
 */
public final class Scratch {

    private static final String DIRECTORY = "tmp";

    private Scratch() {
    }

    /**
     * Makes temporary files of this process go there. To be called before the first of them, by the only server on this home.
     *
     * @throws IOException when the directory cannot be made or emptied
     */
    public static void use(Home home) throws IOException {
        Path directory = home.var().resolve(DIRECTORY);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        for (Path left : filesIn(directory)) {
            Files.delete(left);
        }
        System.setProperty("java.io.tmpdir", directory.toString());
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
