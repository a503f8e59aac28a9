// SPDX-License-Identifier: Apache-2.0
/**
 * Access tokens (RFC 6750) in place of passwords: whose they are, by an issuer's signature (RFC 7519, RFC 9068) or by its word
 * (RFC 7662).
 * What knows an issuer, its keys and the claims that it makes comes in.
 * No token may leave it, not even a part of one: neither to a log nor to an exception; and no issuer keeps others waiting.
 */
package org.postern.accounts.oauth;
