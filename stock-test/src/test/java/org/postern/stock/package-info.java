// SPDX-License-Identifier: Apache-2.0
/**
 * What Postern's jars do in a stock James, and what a stock James does without them, seen from the wire.
 * A server in its own process, a client that says exactly what it is told to, and a sink that keeps every octet come in.
 * No class of Postern may come in: only its jars, into the server's extension folder.
 */
package org.postern.stock;
