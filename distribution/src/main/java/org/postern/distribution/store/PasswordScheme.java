// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.accounts.Elements;
import org.postern.accounts.Password;
import org.postern.accounts.ScramVerifier;

/**
 * How passwords are kept: {@code <algorithm>} and {@code <iterations>} of {@code usersrepository.xml}. One scheme serves PLAIN,
 * LOGIN and SCRAM-SHA-256.
 *
 * @param iterations of PBKDF2 with HMAC-SHA-256
 */
public record PasswordScheme(int iterations) {
    private static final String FILE = "usersrepository.xml";
    private static final String ALGORITHM = "SCRAM-SHA-256";
    private static final int ITERATIONS = 600_000;
    /** RFC 7677 §4. */
    private static final int LEAST = 4_096;
    private static final int MOST = 10_000_000;

    /** @throws ConfigurationException when the file says something else */
    public static PasswordScheme parse(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        String algorithm = file.getString("algorithm", ALGORITHM).strip();
        if (!algorithm.equalsIgnoreCase(ALGORITHM)) {
            throw new ConfigurationException(FILE + ": <algorithm> is '" + algorithm + "', allowed is " + ALGORITHM
                + "; passwords that James has kept under another are still known, and kept under this one from their next login on");
        }
        return new PasswordScheme(new Elements(FILE, file).between(LEAST, MOST, "iterations", ITERATIONS));
    }

    /** @throws IllegalArgumentException as {@link ScramVerifier#of} */
    ScramVerifier keep(Password password) {
        return ScramVerifier.of(password, iterations);
    }

    /** Whether the verifier was made so. */
    boolean isOf(ScramVerifier verifier) {
        return verifier.iterations() == iterations;
    }
}
