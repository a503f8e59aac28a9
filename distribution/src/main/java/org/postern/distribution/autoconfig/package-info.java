// SPDX-License-Identifier: Apache-2.0
/**
 * How mail programs configure themselves: what a site tells them, the documents that they ask for, and the HTTP server that gives
 * these. Here come names of servers, ports and ways to log in; never a password, and never whether somebody exists.
 */
package org.postern.distribution.autoconfig;
