// SPDX-License-Identifier: Apache-2.0
/**
 * The database of the server: James's JPA stores, wired; people's passwords, which James would keep in its own way; and the
 * delegations and app passwords that James keeps nowhere on JPA. What is read or written here is data that the James CLI and
 * WebAdmin manage. No rule about mail may come in.
 */
package org.postern.distribution.store;
