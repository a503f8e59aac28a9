// SPDX-License-Identifier: Apache-2.0
/**
 * POP-before-SMTP: whoever has just read mail is known by the address that they read it from.
 * What a POP3 server reports of its logins comes in, and the names at an address go out.
 * No message, and no decision on what somebody may send.
 */
package org.postern.accounts.pop;
