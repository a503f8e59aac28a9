// SPDX-License-Identifier: Apache-2.0
/**
 * Servers side by side, with the same clients, the same next hop and the same machine. Figures come in. How a server is set
 * up is for {@link org.postern.benchmarks.server} to know.
 */
package org.postern.benchmarks.compare;
