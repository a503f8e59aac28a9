// SPDX-License-Identifier: Apache-2.0
/**
 * The message header, read once and written back octet for octet, and the reading of its addresses, dates and identifiers.
 * What turns octets into fields and addresses comes in.
 * No rule about what a header should contain may come in.
 */
package org.postern.submission.header;
