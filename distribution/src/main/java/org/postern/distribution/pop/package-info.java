// SPDX-License-Identifier: Apache-2.0
/**
 * The door for a POP3 server that reports its logins (POP-before-SMTP).
 * An address and a name come in by HTTP, with a secret that opens nothing else.
 * What becomes of them is not decided here.
 */
package org.postern.distribution.pop;
