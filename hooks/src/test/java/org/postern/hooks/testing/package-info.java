// SPDX-License-Identifier: Apache-2.0
/**
 * A listener with its stores in memory, and a client of sockets, for tests of the wire.
 * What several tests need comes in.
 * No test may come in.
 */
package org.postern.hooks.testing;
