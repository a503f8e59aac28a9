// SPDX-License-Identifier: Apache-2.0
/**
 * What the RFCs ask of a submission server, put to the assembled server through the wire, on both ports. Each test names the
 * rows of {@code requirements.txt} that it covers, and {@code CONFORMANCE.md} is written from what the tests have seen. Rules
 * are tested beside the rules; here comes in only what a client or the next server can see.
 */
package org.postern.distribution.conformance;
