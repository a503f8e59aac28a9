// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at a home before a server does: files, classes, certificate, ports, DNS. Each look is one class that says in
 * one line what is wrong and what would be right. Nothing is changed, and no server is started.
 */
package org.postern.distribution.check;
