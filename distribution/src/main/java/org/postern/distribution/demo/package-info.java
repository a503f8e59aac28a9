// SPDX-License-Identifier: Apache-2.0
/**
 * {@code postern demo}: a throwaway server, a receiving MX and its DNS on loopback, a gallery of messages and a table.
 * Clients, receiving parts and the judgement of what arrived come in; the server is used as any operator uses it.
 * Nothing here may be needed by a server that runs for real.
 */
package org.postern.distribution.demo;
