// SPDX-License-Identifier: Apache-2.0
/**
 * The two doors for administrators: JMX for the James CLI and WebAdmin over HTTP. Both are on loopback and ask for
 * the credentials that the first start made. What routes of our own have in common is here; no administrative function may
 * come in.
 */
package org.postern.distribution.admin;
