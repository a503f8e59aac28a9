// SPDX-License-Identifier: Apache-2.0
/**
 * The checks, one class each, and which of them are on unless an operator says otherwise.
 * A rule about what may be submitted comes in, with the reply that it gives taken from {@code Replies}.
 * Nothing that changes a message, knows a server or keeps state may come in.
 */
package org.postern.submission.checks;
