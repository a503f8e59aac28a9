// SPDX-License-Identifier: Apache-2.0
/**
 * Clients that submit numbered messages, and the book on what became of each. What a mail program does comes in. Nothing
 * of a server may.
 */
package org.postern.benchmarks.load;
