// SPDX-License-Identifier: Apache-2.0
/**
 * The SASL mechanisms that bring an access token: how each writes it down, and how each tells that it is no good.
 * What turns a client's octets into a token and a name comes in.
 * What a token is worth does not: that is decided where accounts are.
 */
package org.postern.hooks.auth.bearer;
