// SPDX-License-Identifier: Apache-2.0
/**
 * How much an account may send: messages, recipients and domains, each in an hour and in a day.
 * What counts and what gives back comes in, and the store that outlives a restart.
 * Nothing that knows of a message's content or of SMTP.
 */
package org.postern.accounts.sending;
