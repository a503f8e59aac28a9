// SPDX-License-Identifier: Apache-2.0
/**
 * The next hop, good or bad. What a receiving server does comes in. It keeps no mail.
 */
package org.postern.benchmarks.sink;
