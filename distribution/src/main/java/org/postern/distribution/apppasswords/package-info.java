// SPDX-License-Identifier: Apache-2.0
/**
 * How app passwords are managed: what WebAdmin offers, and the command that talks to it. What an administrator may say comes in,
 * and is judged here. How one is tested at a login may not.
 */
package org.postern.distribution.apppasswords;
