// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.filesystem.api.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SCRAM says of a name without verifier: a salt that is the same each time, and keys that no password has. Made of the
 * name and of the secret in {@code conf/scram.secret}, which nodes of one site have in common; without that file the secret, and
 * with it the salts, last until the server stops.
 */
@Singleton
public class ScramDecoys {
    /** In {@code conf/}: any text, for the server alone to read. */
    public static final String FILE = "scram.secret";

    private static final Logger LOGGER = LoggerFactory.getLogger(ScramDecoys.class);
    private static final int SALT_LENGTH = 16;

    private final byte[] secret;

    @Inject
    public ScramDecoys(FileSystem files) {
        this(read(files));
    }

    ScramDecoys(byte[] secret) {
        this.secret = secret.clone();
    }

    ScramVerifier of(String name, int iterations) {
        return new ScramVerifier(Arrays.copyOf(octets("salt", name), SALT_LENGTH), iterations, octets("stored key", name),
            octets("server key", name));
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
