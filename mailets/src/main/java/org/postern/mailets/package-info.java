// SPDX-License-Identifier: Apache-2.0
/**
 * Mailets that complete the header of submitted mail (RFC 6409 §8), each named by what it does, and one that does all.
 * Parameters, and the choice of which mails are meant, come in.
 * No repair itself may come in: that is one class in {@code submission}.
 */
package org.postern.mailets;
