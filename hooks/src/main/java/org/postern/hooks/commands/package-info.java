// SPDX-License-Identifier: Apache-2.0
/**
 * The commands of a submission session (RFC 5321, RFC 6409 §4): sequence, syntax and the replies to them.
 * One handler per command comes in, none of which knows whose listener it runs on.
 * No reply text and no judgement of addresses or rights may come in: the rules have those.
 */
package org.postern.hooks.commands;
