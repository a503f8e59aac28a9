// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.jms.BytesMessage;
import javax.jms.Connection;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.Session;

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
    private static final long PERIOD_MILLIS = 500;
    private static final long RECEIVE_MILLIS = 100;

    private final Broker broker;
    private final Connection connection;
    private final String due;
    private final ScheduledExecutorService clock;

    WaitingMail(Broker broker, Connection connection, String queue) {
        this.broker = broker;
        this.connection = connection;
        this.due = queue;
        this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, queue + SUFFIX);
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(this::releaseDue, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    String name() {
        return due + SUFFIX;
    }

    void stop() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(2, TimeUnit.SECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long releaseAll() throws JMSException {
        return move(null);
    }

    private void releaseDue() {
        try {
            if (broker.depth(name()) > 0) {
                move(JMSSupport.JAMES_NEXT_DELIVERY + " <= " + System.currentTimeMillis());
            }
        } catch (JMSException | RuntimeException e) {
            LOGGER.warn("Waiting mail of {} could not be looked at; it is tried again", due, e);
        }
    }

    private synchronized long move(String selector) throws JMSException {
        long moved = 0;
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
             MessageConsumer consumer = session.createConsumer(session.createQueue(name()), selector);
             MessageProducer producer = session.createProducer(session.createQueue(due))) {
            Message message = consumer.receive(RECEIVE_MILLIS);
            while (message != null) {
                producer.send(JmsMessages.copy(session, (BytesMessage) message), message.getJMSDeliveryMode(),
                    message.getJMSPriority(), Message.DEFAULT_TIME_TO_LIVE);
                session.commit();
                moved++;
                message = consumer.receive(RECEIVE_MILLIS);
            }
        }
        return moved;
    }
}
