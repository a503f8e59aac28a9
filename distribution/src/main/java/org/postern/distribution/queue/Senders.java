// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.concurrent.ConcurrentLinkedQueue;

import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.DeliveryMode;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageProducer;
import javax.jms.Session;

/**
 * JMS sessions for sending, as many as threads send at the same time. James shares one session between all senders,
 * so that each waits for the disk of the one before.
 */
final class Senders implements AutoCloseable {

    /** Makes the message in the session that sends it. */
    @FunctionalInterface
    interface Maker {
        Message make(Session session) throws JMSException;
    }

    private final ConnectionFactory connections;
    private final ConcurrentLinkedQueue<Sender> idle = new ConcurrentLinkedQueue<>();

    Senders(ConnectionFactory connections) {
        this.connections = connections;
    }

    /** Returns when the message is on disk. */
    void send(String queue, int priority, Maker maker) throws JMSException {
        Sender sender = idle.poll();
        if (sender == null) {
            sender = Sender.open(connections);
        }
        boolean usable = false;
        try {
            Message message = maker.make(sender.session());
            sender.producer().send(sender.session().createQueue(queue), message, DeliveryMode.PERSISTENT, priority,
                Message.DEFAULT_TIME_TO_LIVE);
            usable = true;
        } finally {
            if (usable) {
                idle.add(sender);
            } else {
                sender.connection().close();
            }
        }
    }

    @Override
    public void close() throws JMSException {
        for (Sender sender = idle.poll(); sender != null; sender = idle.poll()) {
            sender.connection().close();
        }
    }

    private record Sender(Connection connection, Session session, MessageProducer producer) {

        static Sender open(ConnectionFactory connections) throws JMSException {
            Connection connection = connections.createConnection();
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            return new Sender(connection, session, session.createProducer(null));
        }
    }
}
