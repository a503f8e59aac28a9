// SPDX-License-Identifier: Apache-2.0
/**
 * What a submission is, what may be said about it, and the two kinds of rule: checks and repairs.
 * Only value types and interfaces that every rule needs come in.
 * No server, no configuration format and no I/O may come in.
 */
package org.postern.submission;
