// SPDX-License-Identifier: Apache-2.0
/**
 * What the DNS should say of a domain whose people submit mail here. Here come names, ports and public keys, out go records; asking the
 * DNS happens elsewhere.
 */
package org.postern.distribution.zone;
