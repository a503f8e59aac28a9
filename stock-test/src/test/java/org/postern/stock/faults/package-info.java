// SPDX-License-Identifier: Apache-2.0
/**
 * What a stock James gets wrong on a submission port and Postern promises to do right, each as a scenario on the wire.
 * Both servers come in as processes of their own, the assembled Postern as an operator runs it, and every promise is put to
 * both: it has to hold on Postern and to fail on the stock James.
 * No class of Postern may come in, and no promise that the stock James keeps.
 */
package org.postern.stock.faults;
