// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.filesystem.api.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SCRAM says of a name without verifier: a salt that is the same each time, iterations as somebody has them, and keys that no
 * password has. Made of the name and of the secret in {@code conf/scram.secret}, which nodes of one site have in common; without
 * that file the secret, and with it the salts, last until the server stops.
 */
@Singleton
public class ScramDecoys {
    /** In {@code conf/}: any text, for the server alone to read. */
    public static final String FILE = "scram.secret";

    private static final Logger LOGGER = LoggerFactory.getLogger(ScramDecoys.class);
    private static final int SALT_LENGTH = 16;
    /** Of a long, to make a number of 0 to 1 of the others. */
    private static final int UNUSED_BITS = 11;
    private static final double FRACTION = 0x1.0p-53;

    private final byte[] secret;

    @Inject
    public ScramDecoys(FileSystem files) {
        this(read(files));
    }

    ScramDecoys(byte[] secret) {
        this.secret = secret.clone();
    }

    /**
     * @param name equal for all spellings that one person's name may have
     * @param people how many have each number of iterations; not empty
     */
    ScramVerifier of(String name, Map<Integer, Long> people) {
        return new ScramVerifier(Arrays.copyOf(octets("salt", name), SALT_LENGTH), iterations(name, people), octets("stored key", name),
            octets("server key", name));
    }

    /**
     * As likely as somebody has that number. When people move from fewer iterations to more, as they do where an operator sets more, so
     * do these names, one by one and for good.
     */
    private int iterations(String name, Map<Integer, Long> people) {
        SortedMap<Integer, Long> fewestFirst = new TreeMap<>(people);
        double place = (ByteBuffer.wrap(octets("iterations", name)).getLong() >>> UNUSED_BITS) * FRACTION;
        double left = place * fewestFirst.values().stream().mapToLong(Long::longValue).sum();
        for (Map.Entry<Integer, Long> each : fewestFirst.entrySet()) {
            left -= each.getValue();
            if (left < 0) {
                return each.getKey();
            }
        }
        return fewestFirst.lastKey();
    }

    private byte[] octets(String use, String name) {
        return ScramSums.hmac(secret, (use + "\0" + name).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] read(FileSystem files) {
        try {
            Path file = files.getFile("file://conf/" + FILE).toPath();
            byte[] content = Files.readAllBytes(file);
            if (content.length > 0) {
                return content;
            }
            LOGGER.warn("{} is empty: salts of names that nobody has change with each start", file);
        } catch (FileNotFoundException | NoSuchFileException e) {
            LOGGER.debug("There is no {}: salts of names that nobody has change with each start", FILE);
        } catch (IOException e) {
            LOGGER.warn("{} cannot be read: salts of names that nobody has change with each start", FILE, e);
        }
        byte[] random = new byte[ScramSums.LENGTH];
        new SecureRandom().nextBytes(random);
        return random;
    }
}
