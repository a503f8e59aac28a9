// SPDX-License-Identifier: Apache-2.0
/**
 * Identities proved by a TLS client certificate: whose authority, revocation lists and names are read here.
 * What judges a certificate comes in, and the section of {@code authentication.xml} that says how.
 * Nothing that knows of SMTP or of the TLS handshake, in which certificates are only handed over.
 */
package org.postern.accounts.certificates;
