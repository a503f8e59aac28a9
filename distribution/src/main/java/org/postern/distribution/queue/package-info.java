// SPDX-License-Identifier: Apache-2.0
/**
 * The spool and the outgoing queue, on the journal of an embedded ActiveMQ, so that a message is wholly on disk before its enqueue
 * returns. Here come the journal, the queues, the turns of the mails in them, and the files of large bodies. No rule about mail may
 * come in, and nothing that listens on the network.
 */
package org.postern.distribution.queue;
