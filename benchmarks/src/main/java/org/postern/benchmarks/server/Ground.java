// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.nio.file.Path;

/**
 * What all servers of one comparison have in common.
 *
 * @param directory where each has a directory; on the disk that is to be measured
 * @param identity the certificate of them all
 * @param nextHop a port of loopback that takes all mail
 * @param sessions at the same time that they have to bear
 */
public record Ground(Path directory, TlsIdentity identity, int nextHop, int sessions) {
}
