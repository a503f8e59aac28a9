// SPDX-License-Identifier: Apache-2.0
/**
 * One running server: its Guice modules, its start and its end. What the command line changes in the configuration
 * comes in here too. No rule about mail, and nothing that talks to a terminal.
 */
package org.postern.distribution.server;
