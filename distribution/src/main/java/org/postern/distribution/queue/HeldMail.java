// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

import javax.jms.Connection;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.QueueBrowser;
import javax.jms.Session;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.postern.bridge.MailAttributes;

/** The mail of one queue that waits for a person's review, in a JMS queue beside it. What is released goes on at its time. */
final class HeldMail {

    private static final String SUFFIX = ".held";

    private final Broker broker;
    private final Connection connection;
    private final String queue;

    HeldMail(Broker broker, Connection connection, String queue) {
        this.broker = broker;
        this.connection = connection;
        this.queue = queue;
    }

    String name() {
        return queue + SUFFIX;
    }

    static boolean isFor(Mail mail) {
        return MailAttributes.read(mail, MailAttributes.HELD).isPresent();
    }

    List<HeldMessage> list() throws JMSException {
        List<HeldMessage> found = new ArrayList<>();
        if (broker.depth(name()) == 0) {
            return found;
        }
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
             QueueBrowser browser = session.createBrowser(session.createQueue(name()))) {
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements();) {
                found.add(describe((Message) messages.nextElement()));
            }
        }
        return found;
    }

    private static HeldMessage describe(Message message) throws JMSException {
        MailImpl mail = QueuedEnvelope.read(message).build();
        return new HeldMessage(mail.getName(),
            QueuedEnvelope.accounts(message).stream().map(Username::asString).findFirst().orElse(""),
            Instant.ofEpochMilli(message.getJMSTimestamp()),
            MailAttributes.read(mail, MailAttributes.HELD).orElse(""),
            mail.getMaybeSender().asString(),
            mail.getRecipients().stream().map(MailAddress::asString).toList());
    }

    /** @return how many */
    long release(String selector, String to) throws JMSException {
        return broker.depth(name()) == 0 ? 0 : JmsMessages.move(connection, name(), to, selector);
    }
}
