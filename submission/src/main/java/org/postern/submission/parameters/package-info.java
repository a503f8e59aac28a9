// SPDX-License-Identifier: Apache-2.0
/**
 * The parameters that extensions add to MAIL: one class for the syntax and the limits of each.
 * What a value means comes in, and the reply to one that is wrong, taken from {@code DialogueReplies}.
 * No session, no configuration format and no clock may come in: the time of the command is handed over.
 */
package org.postern.submission.parameters;
