// SPDX-License-Identifier: Apache-2.0
/**
 * What is counted of guesses, for operators: WebAdmin shows it and clears it, and the command asks WebAdmin.
 * Nothing that decides on a login may come in.
 */
package org.postern.distribution.guesses;
