// SPDX-License-Identifier: Apache-2.0
/**
 * Postern's own listener: sockets, TLS, framing, timeouts and shutdown, in the place of James's pipeline.
 * What turns octets into commands and messages, and back into replies, comes in.
 * No rule about who may send what may come in: the handlers and hooks above it know those.
 */
package org.postern.hooks.server;
