// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of this module and of others log in with.
 * Stands for the servers that know people.
 * Nothing that a server runs.
 */
package org.postern.accounts.testing;
