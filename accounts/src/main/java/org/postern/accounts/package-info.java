// SPDX-License-Identifier: Apache-2.0
/**
 * Who may submit: how an identity is proved, what keeps others from guessing the proof, and how much one identity may send.
 * What decides on accounts, networks and secrets comes in, and so do the stores that it asks.
 * Nothing that knows of SMTP, and no secret may leave it: neither to a log nor to an exception.
 */
package org.postern.accounts;
