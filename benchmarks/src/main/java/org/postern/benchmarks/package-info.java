// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the assembled server, and breaks it, from outside. Real sockets, real TLS and processes come in. No class of
 * the server's own may, but into {@link org.postern.benchmarks.rules}, which times the rules alone.
 */
package org.postern.benchmarks;
