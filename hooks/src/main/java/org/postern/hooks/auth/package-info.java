// SPDX-License-Identifier: Apache-2.0
/**
 * Authentication (RFC 4954): one small object per SASL mechanism, and the exchange that they have in common.
 * What turns a client's octets into an authenticated identity comes in.
 * No password and no token may leave it: neither to a log nor to a reply.
 */
package org.postern.hooks.auth;
