// SPDX-License-Identifier: Apache-2.0
/**
 * DKIM keys as an operator meets them: new ones, and the DNS record of one. Here come key pairs and record texts; signing and
 * looking into the DNS happen elsewhere.
 */
package org.postern.distribution.dkim;
