// SPDX-License-Identifier: Apache-2.0
/**
 * Extensions of MAIL that a client may use (RFC 6409 §7), a handler each: what EHLO says of them, and what they keep in the
 * transaction. What one of them does with the mail comes in as well.
 * No syntax of a value may come in: the parameters of the rules have that.
 */
package org.postern.hooks.extensions;
