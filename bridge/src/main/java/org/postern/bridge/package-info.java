// SPDX-License-Identifier: Apache-2.0
/**
 * What hooks, mailets and matchers share of James: identities and rights read from its stores, rules chosen by its XML,
 * and its {@code Mail} read as a submission and written back octet for octet.
 * What more than one of those modules needs in order to put a rule to work comes in.
 * No rule, no mailet, matcher or hook, and no class that Guice could only build from a binding may come in.
 */
package org.postern.bridge;
