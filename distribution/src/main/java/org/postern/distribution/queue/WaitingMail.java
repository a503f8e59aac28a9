// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import javax.jms.Connection;
import javax.jms.JMSException;

import org.apache.james.queue.jms.JMSSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mail of one queue that is not due yet, in a JMS queue beside it. What is due moves over, each message in one
 * transaction: after a crash it is in exactly one of the two. Accuracy is about a second; a restart changes nothing.
 */
final class WaitingMail {

    private static final Logger LOGGER = LoggerFactory.getLogger(WaitingMail.class);
    private static final String SUFFIX = ".waiting";

    private final Broker broker;
    private final Connection connection;
    private final String due;

    WaitingMail(Broker broker, Connection connection, String queue, QueueClock clock) {
        this.broker = broker;
        this.connection = connection;
        this.due = queue;
        clock.repeat(this::releaseDue);
    }

    String name() {
        return due + SUFFIX;
    }

    synchronized long releaseAll() throws JMSException {
        return JmsMessages.move(connection, name(), due, "");
    }

    private synchronized void releaseDue() {
        try {
            if (broker.depth(name()) > 0) {
                JmsMessages.move(connection, name(), due, JMSSupport.JAMES_NEXT_DELIVERY + " <= " + System.currentTimeMillis());
            }
        } catch (JMSException | RuntimeException e) {
            LOGGER.warn("Waiting mail of {} could not be looked at; it is tried again", due, e);
        }
    }
}
