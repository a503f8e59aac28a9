// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import javax.mail.Address;
import javax.mail.AuthenticationFailedException;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.URLName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JavaMail's SMTP client, with the judgement of a mail server. TLS is opportunistic (RFC 7435): where it is offered and
 * fails, the mail goes in the clear, unless the operator requires TLS, has the certificate's name checked, or logs in.
 * A fault here, or a refused login, is no refusal of the mail: RemoteDelivery gets it as something to try again.
 * (RemoteDelivery knows a transport that can do 8BITMIME by the end of its class name.)
 */
public final class SMTPTransport extends com.sun.mail.smtp.SMTPTransport {

    private static final Logger LOGGER = LoggerFactory.getLogger(SMTPTransport.class);
    private static final int READY = 220;
    private static final int NO_REPLY = -1;

    private boolean brokenTls;
    private boolean logsIn;
    private boolean faulty;

    public SMTPTransport(Session session, URLName url) {
        super(session, url);
    }

    @Override
    protected synchronized boolean protocolConnect(String host, int port, String user, String password)
            throws MessagingException {
        LastFailure.none();
        // JavaMail makes up a user name where there is none.
        logsIn = password != null;
        return attempt(() -> connectOpportunistically(host, port, user, password));
    }

    private boolean connectOpportunistically(String host, int port, String user, String password)
            throws MessagingException {
        try {
            return super.protocolConnect(host, port, user, password);
        } catch (MessagingException e) {
            if (!brokenTls || !isTlsOptional()) {
                throw e;
            }
            LOGGER.info("{} offers TLS, but it fails ({}); going on in the clear", host, e.getMessage(), e);
            setStartTLS(false);
            return super.protocolConnect(host, port, user, password);
        }
    }

    private boolean isTlsOptional() {
        return !getRequireStartTLS() && !logsIn
            && !Boolean.parseBoolean(session.getProperty("mail.smtp.ssl.checkserveridentity"));
    }

    @Override
    protected void startTLS() throws MessagingException {
        try {
            super.startTLS();
        } catch (MessagingException e) {
            int reply = getLastReturnCode();
            if (reply != READY && reply != NO_REPLY && isTlsOptional()) {
                LOGGER.info("{} offers TLS, but answers {}; going on in the clear", url, getLastServerResponse().strip());
                return;
            }
            brokenTls = true;
            throw e;
        }
    }

    @Override
    public synchronized void sendMessage(Message message, Address[] recipients) throws MessagingException {
        LastFailure.none();
        attempt(() -> {
            super.sendMessage(message, Forward.paths(recipients));
            return true;
        });
    }

    /** After a fault the next hop may be in the middle of a message, where QUIT is text and has no answer. */
    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (faulty) {
            throw new MessagingException("Nothing more is said after a fault");
        }
        super.sendCommand(command);
    }

    @Override
    public synchronized void close() throws MessagingException {
        try {
            super.close();
        } catch (MessagingException e) {
            if (!faulty) {
                throw e;
            }
            LOGGER.debug("Closed without QUIT", e);
        }
    }

    /** Something that talks to the next hop. */
    @FunctionalInterface
    private interface Attempt {
        boolean make() throws MessagingException;
    }

    private boolean attempt(Attempt attempt) throws MessagingException {
        try {
            return attempt.make();
        } catch (AuthenticationFailedException e) {
            throw failed(new MessagingException("The next hop refuses the login: " + e.getMessage(), e));
        } catch (MessagingException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            faulty = true;
            LOGGER.error("A fault while talking to the next hop; the mail is tried again", e);
            throw failed(new MessagingException("A fault of this server: " + e, e));
        }
    }

    private static MessagingException failed(MessagingException failure) {
        LastFailure.is(failure);
        return failure;
    }
}
