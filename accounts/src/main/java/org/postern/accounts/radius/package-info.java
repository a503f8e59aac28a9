// SPDX-License-Identifier: Apache-2.0
/**
 * People whom RADIUS servers know (RFC 2865): one question, sent until there is an answer that can be believed.
 * Names, passwords and {@code <radius>} of {@code usersrepository.xml} come in; what the servers say goes out.
 * Nobody else may see a packet, and no answer may count that the shared secret does not vouch for.
 */
package org.postern.accounts.radius;
