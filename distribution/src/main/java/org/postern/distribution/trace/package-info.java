// SPDX-License-Identifier: Apache-2.0
/**
 * Where it is kept what happens to messages, and how an operator looks for it: events come in from everywhere, by
 * {@code org.postern.bridge.trace.Trace}. No decision about mail may depend on what is here.
 */
package org.postern.distribution.trace;
