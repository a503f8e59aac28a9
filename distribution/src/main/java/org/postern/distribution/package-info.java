// SPDX-License-Identifier: Apache-2.0
/**
 * The commands: what a person types, what it prints and how it ends. Each command is a thin class over the packages
 * below. Nothing here knows how mail is handled.
 */
package org.postern.distribution;
