// SPDX-License-Identifier: Apache-2.0
/**
 * One question to a content filter over HTTP, and its answer.
 * What the hook ContentFilter needs comes in: settings, the question as HTTP has it, the answer as JSON has it.
 * What an answer means to the client does not.
 */
package org.postern.hooks.filter;
