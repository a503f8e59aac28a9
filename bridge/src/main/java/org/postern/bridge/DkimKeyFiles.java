// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.postern.submission.dkim.PrivateKeyPem;
import org.postern.submission.dkim.SigningKey;

/**
 * What a directory of DKIM keys holds: {@code DOMAIN/SELECTOR.pem}, each a private key for its owner only. Other files are
 * not looked at.
 *
 * @param keys that can be used
 * @param faults the files that cannot
 */
public record DkimKeyFiles(List<SigningKey> keys, List<Fault> faults) {
    /** At the end of a key file's name. */
    public static final String SUFFIX = ".pem";

    private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    public DkimKeyFiles {
        keys = List.copyOf(keys);
        faults = List.copyOf(faults);
    }

    /**
     * A file that is no usable key.
     *
     * @param complaint what is wrong, and what is expected
     */
    public record Fault(Path file, String complaint) {
        @Override
        public String toString() {
            return file + ": " + complaint;
        }
    }

    /** The key files, usable or not, in the order of their names; none where there is no such directory. */
    public static List<Path> list(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path domain : sorted(directory)) {
            for (Path file : sorted(domain)) {
                if (file.getFileName().toString().endsWith(SUFFIX)) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    /** @throws IOException when a directory cannot be read */
    public static DkimKeyFiles read(Path directory) throws IOException {
        List<SigningKey> keys = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (Path file : list(directory)) {
            try {
                keys.add(key(file));
            } catch (IllegalArgumentException e) {
                faults.add(new Fault(file, e.getMessage()));
            } catch (IOException e) {
                faults.add(new Fault(file, "cannot be read (" + reason(e) + ")"));
            }
        }
        return new DkimKeyFiles(keys, faults);
    }

    private static SigningKey key(Path file) throws IOException {
        boolean posix = Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
        if (posix && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new IllegalArgumentException("others can read or change it; chmod 600 " + file);
        }
        String name = file.getFileName().toString();
        return new SigningKey(file.getParent().getFileName().toString(),
            name.substring(0, name.length() - SUFFIX.length()), PrivateKeyPem.parse(Files.readString(file)));
    }

    private static String reason(IOException failure) {
        return failure.getClass().getSimpleName() + (failure instanceof FileSystemException ? "" : ": " + failure.getMessage());
    }

    private static List<Path> sorted(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }
}
