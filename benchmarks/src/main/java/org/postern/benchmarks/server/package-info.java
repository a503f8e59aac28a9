// SPDX-License-Identifier: Apache-2.0
/**
 * The server under test as a process. Starting, ending and measuring one comes in. What happens to it is for others to
 * say.
 */
package org.postern.benchmarks.server;
