// SPDX-License-Identifier: Apache-2.0
/**
 * How the server asks the DNS. Here comes what James's service cannot be configured to do. No caching of our own and
 * no rule about mail.
 */
package org.postern.distribution.dns;
