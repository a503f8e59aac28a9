// SPDX-License-Identifier: Apache-2.0
/**
 * The SMTP-time half of Postern: what a client is told while it is still connected, on any James that speaks SMTP.
 * Handlers and hooks of James's own interfaces come in, thin over the rules.
 * No rule about messages and nothing of Postern's own listener may come in.
 */
package org.postern.hooks;
