// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.postern.bridge.DkimKeyFiles;
import org.postern.submission.dkim.KeyRing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a directory as they are now: looked at again every few seconds, read again when a file has come, gone or
 * changed. While one of them cannot be used, those from before stay in force. Safe for use by many threads.
 */
final class DkimKeys {
    static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(DkimKeys.class);

    private final Path directory;
    private final Clock clock;
    private volatile Seen seen;

    private record State(FileTime modified, long size, Set<PosixFilePermission> permissions) {
    }

    private record Seen(Instant when, Map<Path, State> files, KeyRing ring) {
    }

    private DkimKeys(Path directory, Clock clock, Seen seen) {
        this.directory = directory;
        this.clock = clock;
        this.seen = seen;
    }

    /**
     * @throws IOException when the directory cannot be read
     * @throws IllegalArgumentException when a key in it cannot be used; the message names the file
     */
    static DkimKeys open(Path directory, Clock clock) throws IOException {
        Map<Path, State> files = look(directory);
        DkimKeyFiles read = DkimKeyFiles.read(directory);
        if (!read.faults().isEmpty()) {
            throw new IllegalArgumentException(read.faults().get(0).toString());
        }
        LOGGER.info("DKIM keys in {}: {}", directory, read.keys());
        return new DkimKeys(directory, clock, new Seen(clock.instant(), files, new KeyRing(read.keys())));
    }

    KeyRing current() {
        Instant now = clock.instant();
        if (!now.isBefore(seen.when.plus(LOOK_AGAIN))) {
            refresh(now);
        }
        return seen.ring;
    }

    private synchronized void refresh(Instant now) {
        Seen before = seen;
        if (now.isBefore(before.when.plus(LOOK_AGAIN))) {
            return;
        }
        try {
            Map<Path, State> files = look(directory);
            seen = new Seen(now, files, files.equals(before.files) ? before.ring : read(before.ring));
        } catch (IOException e) {
            LOGGER.error("DKIM keys in {} cannot be read; those from before stay in force", directory, e);
            seen = new Seen(now, before.files, before.ring);
        }
    }

    private KeyRing read(KeyRing before) throws IOException {
        DkimKeyFiles read = DkimKeyFiles.read(directory);
        if (!read.faults().isEmpty()) {
            LOGGER.error("DKIM keys from before stay in force: {}", read.faults());
            return before;
        }
        LOGGER.info("DKIM keys in {} are now {}", directory, read.keys());
        return new KeyRing(read.keys());
    }

    private static Map<Path, State> look(Path directory) throws IOException {
        List<Path> paths = DkimKeyFiles.list(directory);
        Map<Path, State> files = new HashMap<>();
        for (Path path : paths) {
            BasicFileAttributes attributes = path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.readAttributes(path, PosixFileAttributes.class) : Files.readAttributes(path, BasicFileAttributes.class);
            files.put(path, new State(attributes.lastModifiedTime(), attributes.size(),
                attributes instanceof PosixFileAttributes posix ? posix.permissions() : Set.of()));
        }
        return files;
    }
}
