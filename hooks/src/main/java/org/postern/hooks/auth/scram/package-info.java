// SPDX-License-Identifier: Apache-2.0
/**
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677): what the two sides say, and what binds it to their TLS channel.
 * What reads, checks and writes these messages comes in; who has which password is asked of the accounts.
 * No key may leave it: neither to a log nor to a reply.
 */
package org.postern.hooks.auth.scram;
