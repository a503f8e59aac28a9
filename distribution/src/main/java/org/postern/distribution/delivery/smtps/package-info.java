// SPDX-License-Identifier: Apache-2.0
/**
 * The transport to a next hop that speaks TLS from the start, usually a smarthost on port 465. Nothing else comes in.
 */
package org.postern.distribution.delivery.smtps;
