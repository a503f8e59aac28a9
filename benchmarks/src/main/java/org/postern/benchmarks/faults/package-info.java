// SPDX-License-Identifier: Apache-2.0
/**
 * What may go wrong, one class each, and what it costs. A fault and its mending come in. How fast the server is when
 * nothing is wrong is measured elsewhere.
 */
package org.postern.benchmarks.faults;
