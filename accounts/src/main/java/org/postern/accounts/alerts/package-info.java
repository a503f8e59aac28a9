// SPDX-License-Identifier: Apache-2.0
/**
 * What tells that an account may be in other hands: sudden change in what it does.
 * What notices the change comes in, and what tells of it.
 * Nothing that knows of a message's content or of SMTP.
 */
package org.postern.accounts.alerts;
