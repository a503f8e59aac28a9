// SPDX-License-Identifier: Apache-2.0
/**
 * DKIM signatures (RFC 6376, RFC 8301, RFC 8463): which fields are signed, how they are canonicalised, and the field that says so.
 * Octets, keys and the time come in.
 * Nothing that finds keys on a disk or records in the DNS may come in.
 */
package org.postern.submission.dkim;
