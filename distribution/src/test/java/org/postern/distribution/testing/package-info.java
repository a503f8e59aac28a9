// SPDX-License-Identifier: Apache-2.0
/**
 * The world around a server under test: the server itself as a process, name servers, receiving servers, mail
 * programs. Each takes free ports and cleans up. No test comes in.
 */
package org.postern.distribution.testing;
