// SPDX-License-Identifier: Apache-2.0
/**
 * What operators do about a stolen account: suspend and resume it, purge what it has queued, and review what is above its limits;
 * over WebAdmin and by commands. Suspensions and counts are kept in tables of the server's database.
 * No rule about what is too much may come in: the accounts module has those.
 */
package org.postern.distribution.suspension;
