// SPDX-License-Identifier: Apache-2.0
/**
 * What the rules cost, timed from inside. A message as octets comes in. No server and no network may.
 */
package org.postern.benchmarks.rules;
