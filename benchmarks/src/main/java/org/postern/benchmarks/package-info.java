// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the assembled server, and breaks it, from outside. Real sockets, real TLS and processes come in. No class of
 * the server's own may.
 */
package org.postern.benchmarks;
