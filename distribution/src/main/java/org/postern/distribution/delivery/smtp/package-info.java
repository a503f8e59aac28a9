// SPDX-License-Identifier: Apache-2.0
/**
 * How James's RemoteDelivery talks SMTP to the next hop: the transport that JavaMail finds by
 * {@code META-INF/javamail.providers}. Here comes what JavaMail decides otherwise than a mail server has to. Whom to
 * ask and when to try again stays RemoteDelivery's business.
 */
package org.postern.distribution.delivery.smtp;
