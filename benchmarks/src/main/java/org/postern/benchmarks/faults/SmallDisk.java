// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.postern.benchmarks.server.Commands;

/**
 * A file system of its own that can be filled and emptied.
 *
 * @param directory where it is
 */
record SmallDisk(Path directory) implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    static SmallDisk mount(Path directory, int megabytes) throws IOException, InterruptedException {
        NotStaged.unlessRoot();
        Files.createDirectories(directory);
        Commands.run(NotStaged.program("mount", "mount").toString(), "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs",
            directory.toString());
        return new SmallDisk(directory);
    }

    /** Leaves so many octets; fewer when somebody else writes too. */
    void fill(long left) throws IOException {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (long room = free() - left; room > 0; room = free() - left) {
                out.write(block, 0, (int) Math.min(block.length, room));
            }
        } catch (IOException e) {
            // There is no room for a block: that is what was wanted.
            if (free() > BLOCK) {
                throw e;
            }
        }
    }

    /** There is room again. */
    void clear() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private long free() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Commands.run(NotStaged.program("umount", "mount").toString(), directory.toString());
    }
}
