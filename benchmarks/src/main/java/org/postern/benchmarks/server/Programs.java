// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the servers' programs are that no package has put in its usual place.
 *
 * @param distribution Postern's, unpacked
 * @param stockJames a file with the class path of a stock James, the folder with its main class and configuration first
 * @param eximProgram where it is, if not on the path
 */
public record Programs(Path distribution, Path stockJames, Optional<Path> eximProgram) {
    Optional<Path> exim() {
        return eximProgram.or(() -> Commands.find("exim4"));
    }
}
