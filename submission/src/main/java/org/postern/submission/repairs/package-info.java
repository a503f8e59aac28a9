// SPDX-License-Identifier: Apache-2.0
/**
 * The repairs, one class each, and the order in which they run.
 * What completes or corrects a header without touching any other octet comes in.
 * Nothing that refuses a message, reads a body or knows a server may come in.
 */
package org.postern.submission.repairs;
