// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of a message (RFC 2045, RFC 2046) and how they are encoded, for next hops that take less than we do.
 * Only what reads or writes octets of a MIME structure comes in; memory does not grow with the message.
 * No rule about who may send what, and no other change of a message, may come in.
 */
package org.postern.submission.mime;
