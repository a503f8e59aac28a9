// SPDX-License-Identifier: Apache-2.0
/**
 * What is told of a message's life, wherever it happens: events as data. Whoever has something to tell comes in. Where it is kept,
 * and how it is shown, stays with whoever keeps it.
 */
package org.postern.bridge.trace;
