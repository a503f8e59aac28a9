// SPDX-License-Identifier: Apache-2.0
/**
 * What the author learns about the fate of a message: reports of failure and of delay (RFC 3464). Mailets around
 * James's RemoteDelivery come in. How mail is delivered stays James's business.
 */
package org.postern.distribution.delivery;
