// SPDX-License-Identifier: Apache-2.0
/**
 * The spool and the outgoing queue: James's JMS queue over an embedded ActiveMQ, bound so that a message is wholly
 * on disk before its enqueue returns. Here come the broker, the queue and the files of large bodies. No rule about
 * mail may come in, and nothing that listens on the network.
 */
package org.postern.distribution.queue;
