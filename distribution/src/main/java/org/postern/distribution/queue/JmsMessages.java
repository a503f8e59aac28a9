// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

import javax.jms.BytesMessage;
import javax.jms.Connection;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.QueueBrowser;
import javax.jms.Session;

/** What JMS leaves to its users: bytes of a message, copies, bulk removal. */
final class JmsMessages {

    private static final long FIRST_MILLIS = 2000;
    private static final long NEXT_MILLIS = 100;

    private JmsMessages() {
    }

    static byte[] bytes(BytesMessage message) throws JMSException {
        message.reset();
        byte[] bytes = new byte[(int) message.getBodyLength()];
        message.readBytes(bytes);
        return bytes;
    }

    static BytesMessage copy(Session session, BytesMessage message) throws JMSException {
        BytesMessage copy = session.createBytesMessage();
        copy.writeBytes(bytes(message));
        for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements();) {
            String name = (String) names.nextElement();
            copy.setObjectProperty(name, message.getObjectProperty(name));
        }
        return copy;
    }

    /**
     * Moves all matching messages, each in one transaction: after a crash it is in exactly one of the two queues.
     *
     * @param selector empty for all
     */
    static long move(Connection connection, String from, String to, String selector) throws JMSException {
        long moved = 0;
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
             MessageConsumer consumer = session.createConsumer(session.createQueue(from), selector)) {
            Message message = consumer.receive(NEXT_MILLIS);
            while (message != null) {
                send(session, message, to);
                session.commit();
                moved++;
                message = consumer.receive(NEXT_MILLIS);
            }
        }
        return moved;
    }

    /** A copy, which is there when the session commits. */
    static void send(Session session, Message message, String queue) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(copy(session, (BytesMessage) message), message.getJMSDeliveryMode(), message.getJMSPriority(),
                Message.DEFAULT_TIME_TO_LIVE);
        }
    }

    static long count(Connection connection, String queue, String selector) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
             QueueBrowser browser = session.createBrowser(session.createQueue(queue), selector)) {
            long count = 0;
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements();) {
                messages.nextElement();
                count++;
            }
            return count;
        }
    }

    /** Takes all matching messages out of a queue, in one transaction. */
    static List<Message> remove(Connection connection, String queue, String selector) throws JMSException {
        List<Message> removed = new ArrayList<>();
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
             MessageConsumer consumer = session.createConsumer(session.createQueue(queue), selector)) {
            Message message = consumer.receive(FIRST_MILLIS);
            while (message != null) {
                removed.add(message);
                message = consumer.receive(NEXT_MILLIS);
            }
            session.commit();
        }
        return removed;
    }
}
