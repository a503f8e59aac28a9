// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MimeMessageWrapper;
import org.postern.bridge.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages too large for the journal, a file each. A file has its final name only when all its bytes and the name
 * itself are on disk, so a name that a queued mail carries is always worth something. It is there until the last
 * mail that has it is gone: a mail for several domains is several mails with one file.
 */
final class BodyFiles {

    private static final String PARTIAL = ".partial";

    private static final Logger LOGGER = LoggerFactory.getLogger(BodyFiles.class);

    private final Path directory;
    private final Map<String, Integer> users = new ConcurrentHashMap<>();

    private BodyFiles(Path directory) {
        this.directory = directory;
    }

    static BodyFiles in(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new BodyFiles(directory);
    }

    /** Writes and syncs a body; its name is what the other methods take. */
    String write(InputStream body) throws IOException {
        String name = UUID.randomUUID().toString();
        Path partial = directory.resolve(name + PARTIAL);
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
             OutputStream out = Channels.newOutputStream(channel)) {
            Octets.copy(body, out);
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
        Files.move(partial, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
        return name;
    }

    Path directory() {
        return directory;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** The name of the file that has the message as it is now, if one of these has. */
    Optional<String> of(MimeMessage message) {
        return message instanceof MimeMessageWrapper wrapper && !wrapper.isModified()
            ? Optional.ofNullable(wrapper.getSourceId()).flatMap(this::name) : Optional.empty();
    }

    private Optional<String> name(String path) {
        Path file = Path.of(path);
        return directory.equals(file.getParent()) ? Optional.of(file.getFileName().toString()) : Optional.empty();
    }

    /** One mail more has this file. */
    void use(String name) {
        users.merge(name, 1, Integer::sum);
    }

    /** A mail that had this file is gone. */
    void release(String name) {
        if (users.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1) == null) {
            try {
                Files.deleteIfExists(path(name));
            } catch (IOException e) {
                LOGGER.warn("{} cannot be removed; the next start does it", path(name), e);
            }
        }
    }

    boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Removes all other files; the number of those removed. */
    int keepOnly(Set<String> names) throws IOException {
        List<Path> orphans;
        try (Stream<Path> files = Files.list(directory)) {
            orphans = files.filter(file -> !names.contains(file.getFileName().toString())).toList();
        }
        for (Path orphan : orphans) {
            Files.deleteIfExists(orphan);
        }
        return orphans.size();
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
