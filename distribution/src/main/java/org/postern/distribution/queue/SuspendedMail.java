// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.jms.Connection;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.Session;

import org.apache.james.core.Username;
import org.postern.accounts.Suspensions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mail of one queue that was due while its account was suspended, in a JMS queue beside it. It moves there instead of being handed
 * out, and back when the account is resumed, each message in one transaction: after a crash it is in exactly one of the two.
 */
final class SuspendedMail {

    private static final Logger LOGGER = LoggerFactory.getLogger(SuspendedMail.class);
    private static final String SUFFIX = ".suspended";

    private final Broker broker;
    private final Connection connection;
    private final String due;
    private final Suspensions suspensions;
    /** For whom the last look has left mail here. */
    private Set<Username> left = Set.of();
    private boolean looked;

    SuspendedMail(Broker broker, Connection connection, String queue, Suspensions suspensions, QueueClock clock) {
        this.broker = broker;
        this.connection = connection;
        this.due = queue;
        this.suspensions = suspensions;
        clock.repeat(this::releaseResumed);
    }

    String name() {
        return due + SUFFIX;
    }

    /** Whether it is known who is suspended. Until it is, nothing is handed out. */
    boolean isKnown() {
        try {
            suspensions.usernames();
            return true;
        } catch (Exception e) {
            LOGGER.warn("It is not known which accounts are suspended; the mail of {} waits", due, e);
            return false;
        }
    }

    /**
     * @param session that has received the message; committed when it is taken
     * @return whether the message is not to be handed out
     */
    boolean takes(Session session, Message message) throws JMSException {
        List<Username> accounts = QueuedEnvelope.accounts(message);
        return suspensions.isAnySuspended(accounts) && keeps(session, message, accounts);
    }

    /** Not while mail is released: what comes late would stay. */
    private synchronized boolean keeps(Session session, Message message, List<Username> accounts) throws JMSException {
        if (!suspensions.isAnySuspended(accounts)) {
            return false;
        }
        JmsMessages.send(session, message, name());
        session.commit();
        LOGGER.info("Mail {} of {} is kept, the account is suspended", QueuedEnvelope.name(message), accounts.get(0).asString());
        return true;
    }

    private synchronized void releaseResumed() {
        try {
            Set<Username> suspended = suspensions.usernames();
            if (looked && suspended.equals(left)) {
                return;
            }
            String resumed = ofNobody(suspended);
            if (broker.depth(name()) > 0 && JmsMessages.count(connection, name(), resumed) > 0) {
                LOGGER.info("{} mails of resumed accounts go on in {}", JmsMessages.move(connection, name(), due, resumed), due);
            } else {
                left = Set.copyOf(suspended);
                looked = true;
            }
        } catch (Exception e) {
            LOGGER.warn("Mail of resumed accounts in {} could not be looked at; it is tried again", due, e);
        }
    }

    private static String ofNobody(Set<Username> suspended) {
        return suspended.stream().map(username -> "NOT (" + QueuedEnvelope.ofAccount(username) + ")").collect(Collectors.joining(" AND "));
    }
}
