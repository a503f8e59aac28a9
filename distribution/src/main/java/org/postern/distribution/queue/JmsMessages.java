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
