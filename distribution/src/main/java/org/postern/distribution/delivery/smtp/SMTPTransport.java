// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.mail.Address;
import javax.mail.AuthenticationFailedException;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.SendFailedException;
import javax.mail.Session;
import javax.mail.URLName;
import javax.mail.internet.MimeMessage;
import javax.net.ssl.SSLContext;

import org.apache.james.core.MailAddress;
import org.apache.mailet.HostAddress;
import org.apache.mailet.Mail;
import org.postern.bridge.MailOptions;
import org.postern.distribution.delivery.smtp.Attempt.Delivered;
import org.postern.distribution.delivery.smtp.Attempt.Route;
import org.postern.submission.InternationalAddress;
import org.postern.submission.TransferOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JavaMail's SMTP client, with the judgement of a mail server. TLS is opportunistic (RFC 7435): where it is offered and
 * fails, the mail goes in the clear, unless the author or the operator requires TLS, the operator has the certificate's
 * name checked, or it logs in. A fault here, or a refused login, is no refusal of the mail: RemoteDelivery gets it as
 * something to try again. What MAIL and RCPT asked for at submission is asked of the next hop, see {@link NextHop}.
 * (RemoteDelivery knows a transport that can do 8BITMIME by the end of its class name.)
 */
public class SMTPTransport extends com.sun.mail.smtp.SMTPTransport {

    /** JavaMail writes commands in ASCII without it. */
    public static final String UTF_8_COMMANDS = "mail.mime.allowutf8";

    private static final Logger LOGGER = LoggerFactory.getLogger(SMTPTransport.class);
    private static final String EIGHT_BIT = "8BITMIME";
    private static final String DSN = "DSN";
    private static final String MAIL = "MAIL FROM:";
    private static final String RCPT = "RCPT TO:";
    private static final int READY = 220;
    private static final int CLOSING = 421;
    private static final int HUNDRED = 100;
    private static final int TEMPORARY = 4;
    private static final int EHLO_DONE = 250;
    private static final int NO_REPLY = -1;

    private final Clock clock = Clock.systemUTC();
    private final String protocol;
    private final boolean implicitTls;
    private final String hostName;
    private boolean brokenTls;
    private boolean logsIn;
    private boolean faulty;
    private Optional<Sending> sending = Optional.empty();
    private Optional<SMTPTransport> borrowed = Optional.empty();
    private Optional<Login> login = Optional.empty();
    private int sent;
    private boolean isReusable;
    private boolean isInMessage;
    private boolean isAtMail;

    /** What it takes to connect. */
    private record Login(String host, int port, String user, String password) {
    }

    /** The mail that goes out now. */
    private record Sending(Mail mail, Notifications notifications, List<String> mailParameters, NextHop nextHop, boolean smtpUtf8) {
    }

    public SMTPTransport(Session session, URLName url) {
        this(session, url, "smtp", false);
    }

    /** @param implicitTls whether TLS comes with the connection */
    protected SMTPTransport(Session session, URLName url, String protocol, boolean implicitTls) {
        super(session, url, protocol, implicitTls);
        this.protocol = protocol;
        this.implicitTls = implicitTls;
        hostName = hostName(url);
    }

    /** The MX's name. RemoteDelivery connects by its IP address, and JavaMail forgets what else it was given. */
    // James has no other address for a transport yet.
    @SuppressWarnings("deprecation")
    private static String hostName(URLName url) {
        String name = url instanceof HostAddress address ? address.getHostName() : url.getHost();
        int port = name.lastIndexOf(':');
        String host = port > 0 && name.indexOf(':') == port ? name.substring(0, port) : name;
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    @Override
    protected synchronized boolean protocolConnect(String host, int port, String user, String password)
            throws MessagingException {
        Attempt.current().ifPresent(Attempt::succeeded);
        Attempt.current().ifPresent(attempt -> attempt.talksTo(hostName));
        // JavaMail makes up a user name where there is none.
        logsIn = password != null;
        login = Optional.of(new Login(host, port, user, password));
        borrowed = kept().flatMap(connections -> connections.take(peer()));
        return borrowed.isPresent() || attempt(this::connectNow);
    }

    private boolean connectNow() throws MessagingException {
        Login now = login.orElseThrow();
        if (requiresTls()) {
            prepareTls();
        }
        return connectOpportunistically(now.host(), now.port(), now.user(), now.password());
    }

    /** Nobody's for a mail that requires TLS: it asks more of a connection than others. */
    private static Optional<KeptConnections> kept() {
        return requiresTls() ? Optional.empty() : Attempt.current().flatMap(Attempt::connections);
    }

    private KeptConnections.Peer peer() {
        Login now = login.orElseThrow();
        return new KeptConnections.Peer(protocol, now.host(), now.port(), hostName, logsIn ? now.user() : "", getLocalHost());
    }

    /** The end of a connection that was kept. */
    void leave() {
        quit();
    }

    private static boolean requiresTls() {
        return Attempt.current().map(attempt -> MailOptions.read(attempt.mail()).requireTls()).orElse(false);
    }

    /** RFC 8689 §4.2.1: the host has to be the right one, by proof, before it learns anything. */
    private void prepareTls() throws MessagingException {
        Route route = Attempt.current().orElseThrow().route();
        if (route == Route.UNKNOWN) {
            throw new MessagingException("The DNS could not be asked whether the way to " + hostName + " is proved");
        }
        if (route == Route.UNPROVED) {
            throw Undeliverable.anywhere(NextHop.NEEDS_REQUIRETLS, "The way to " + hostName
                + " is not proved by DNSSEC, which this message requires (REQUIRETLS)");
        }
        if (implicitTls && !isCertificateChecked()) {
            throw Undeliverable.anywhere(NextHop.NEEDS_REQUIRETLS, "The certificate of " + hostName
                + " is not checked, which this message requires (REQUIRETLS)");
        }
        setRequireStartTLS(true);
        try {
            session.getProperties().put("mail.smtp.ssl.socketFactory", new NamedTlsFactory(SSLContext.getDefault(), hostName));
        } catch (NoSuchAlgorithmException e) {
            throw new MessagingException("The authorities that this machine trusts cannot be read", e);
        }
    }

    private boolean isCertificateChecked() {
        return Boolean.parseBoolean(property("ssl.checkserveridentity")) && property("ssl.trust") == null;
    }

    private String property(String name) {
        return session.getProperty("mail." + protocol + "." + name);
    }

    private boolean connectOpportunistically(String host, int port, String user, String password)
            throws MessagingException {
        try {
            return super.protocolConnect(host, port, user, password);
        } catch (MessagingException e) {
            if (requiresTls() && getLastReturnCode() == EHLO_DONE && !super.supportsExtension("STARTTLS")) {
                throw Undeliverable.here(NextHop.NEEDS_REQUIRETLS, hostName
                    + " does not offer TLS, which this message requires (REQUIRETLS)");
            }
            if (!brokenTls || !isTlsOptional()) {
                throw e;
            }
            LOGGER.info("{} offers TLS, but it fails ({}); going on in the clear", host, e.getMessage());
            setStartTLS(false);
            return super.protocolConnect(host, port, user, password);
        }
    }

    private boolean isTlsOptional() {
        return !getRequireStartTLS() && !logsIn
            && !Boolean.parseBoolean(property("ssl.checkserveridentity"));
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

    /** Here, not in JavaMail or RemoteDelivery, a message is made fit for a server without it. */
    @Override
    public boolean supportsExtension(String keyword) {
        return keyword.equals(EIGHT_BIT) || super.supportsExtension(keyword);
    }

    @Override
    public synchronized void sendMessage(Message message, Address[] recipients) throws MessagingException {
        Attempt.current().ifPresent(Attempt::succeeded);
        Address[] paths = Forward.paths(recipients);
        attempt(() -> {
            if (borrowed.isPresent()) {
                if (borrowed.get().isSent(message, paths)) {
                    return true;
                }
                borrowed = Optional.empty();
                connectNow();
            }
            transmit(message, paths);
            return true;
        });
    }

    /** @return whether it is; not, and no harm done, when the kept connection ended before the message began */
    private synchronized boolean isSent(Message message, Address[] paths) throws MessagingException {
        try {
            transmit(message, paths);
            return true;
        } catch (MessagingException e) {
            // What the host cannot do is for its newest EHLO to say.
            if (isInMessage || !(e instanceof Undeliverable) && !hasHadEnough(e)) {
                throw e;
            }
            LOGGER.debug("{} takes no more over a connection that was kept", hostName, e);
            leave();
            return false;
        } catch (RuntimeException e) {
            faulty = true;
            throw e;
        }
    }

    /** Some say so by ending the connection, some by a reply to MAIL. */
    private boolean hasHadEnough(MessagingException e) {
        int reply = getLastReturnCode();
        return reply == NO_REPLY || reply == CLOSING || e.getNextException() instanceof IOException
            || isAtMail && reply / HUNDRED == TEMPORARY;
    }

    private void transmit(Message message, Address[] paths) throws MessagingException {
        isReusable = false;
        isInMessage = false;
        sent++;
        try {
            super.sendMessage(prepare(message, paths), paths);
            took(paths);
            isReusable = true;
        } catch (SendFailedException e) {
            took(e.getValidSentAddresses());
            throw e;
        } finally {
            sending = Optional.empty();
        }
    }

    @Override
    protected OutputStream bdat() throws MessagingException {
        isInMessage = true;
        return super.bdat();
    }

    @Override
    protected OutputStream data() throws MessagingException {
        isInMessage = true;
        return super.data();
    }

    private OutgoingMessage prepare(Message message, Address[] paths) throws MessagingException {
        Optional<Mail> mail = Attempt.current().map(Attempt::mail);
        TransferOptions options = mail.map(MailOptions::read).orElse(TransferOptions.NONE);
        OutgoingMessage outgoing = new OutgoingMessage((MimeMessage) message, options.smtpUtf8(), isInternational(mail, paths));
        NextHop nextHop = new NextHop(hostName, this::announced, clock);
        if (!nextHop.has(EIGHT_BIT)) {
            outgoing.reencode(hostName);
        }
        if (mail.isPresent()) {
            // JavaMail wants one, though the command is written below.
            outgoing.setEnvelopeFrom("<>");
            Notifications notifications = Notifications.of(mail.get());
            List<String> parameters = nextHop.mailParameters(options, notifications, outgoing);
            sending = Optional.of(new Sending(mail.get(), notifications, parameters, nextHop, outgoing.needsSmtpUtf8()));
        }
        return outgoing;
    }

    private Optional<String> announced(String keyword) {
        return super.supportsExtension(keyword)
            ? Optional.of(Optional.ofNullable(getExtensionParameter(keyword)).orElse(""))
            : Optional.empty();
    }

    private static boolean isInternational(Optional<Mail> mail, Address[] paths) {
        return Stream.concat(mail.stream().flatMap(from -> from.getMaybeSender().asStream()),
                Arrays.stream(paths).map(path -> Forward.address(path.toString())))
            .anyMatch(InternationalAddress::isInternational);
    }

    private void took(Address[] paths) {
        String reply = Optional.ofNullable(getLastServerResponse()).orElse("").strip();
        boolean reportsSuccess = super.supportsExtension(DSN);
        boolean keepsDeadline = super.supportsExtension("DELIVERBY");
        Attempt.current().ifPresent(attempt -> Stream.ofNullable(paths).flatMap(Arrays::stream)
            .forEach(path -> attempt.took(new Delivered(Forward.address(path.toString()), reply, reportsSuccess, keepsDeadline))));
    }

    /** After a fault the next hop may be in the middle of a message, where QUIT is text and has no answer. */
    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (faulty) {
            throw new MessagingException("Nothing more is said after a fault");
        }
        isAtMail = command.startsWith(MAIL);
        super.sendCommand(sending.map(now -> complete(command, now)).orElse(command));
    }

    /** JavaMail knows the paths only, and of those that are not ASCII, how James writes them. */
    private static String complete(String command, Sending now) {
        if (command.startsWith(MAIL)) {
            String path = now.mail().getMaybeSender().asOptional().map(InternationalAddress::wire).orElse("");
            return MAIL + "<" + path + ">" + words(now.mailParameters());
        }
        if (command.startsWith(RCPT)) {
            MailAddress recipient = Forward.address(command.substring(RCPT.length() + 1, command.lastIndexOf('>')));
            return RCPT + "<" + InternationalAddress.wire(recipient) + ">"
                + words(now.nextHop().recipientParameters(now.notifications(), recipient, now.smtpUtf8()));
        }
        return command;
    }

    private static String words(List<String> parameters) {
        return parameters.stream().map(word -> " " + word).collect(Collectors.joining());
    }

    /** Kept for the next mail to this host, if it may be. */
    @Override
    public synchronized void close() throws MessagingException {
        SMTPTransport used = borrowed.orElse(this);
        borrowed = Optional.empty();
        if (!used.isReusable || used.brokenTls || !isKept(used)) {
            used.quit();
        }
    }

    private boolean isKept(SMTPTransport used) {
        used.isReusable = false;
        return kept().filter(connections -> connections.keep(used.peer(), used, used.sent)).isPresent();
    }

    /** What became of the mail is known by now. RemoteDelivery would call it delivered, whatever it is, if this failed. */
    private synchronized void quit() {
        try {
            super.close();
        } catch (MessagingException e) {
            LOGGER.debug("Closed without QUIT", e);
        }
    }

    /** Something that talks to the next hop. */
    @FunctionalInterface
    private interface Action {
        boolean make() throws MessagingException;
    }

    private boolean attempt(Action action) throws MessagingException {
        try {
            return action.make();
        } catch (AuthenticationFailedException e) {
            throw failed(new MessagingException("The next hop refuses the login: " + e.getMessage(), e));
        } catch (Undeliverable e) {
            // RemoteDelivery knows the last host's word only, and would believe it to be final.
            boolean mayWorkLater = Attempt.current().filter(Attempt::hasHopeElsewhere).isPresent() && e.getNextException() != null;
            throw failed(mayWorkLater ? new MessagingException("Another host may be able: " + e.getMessage(), e.getNextException()) : e);
        } catch (MessagingException e) {
            throw failed(e);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            faulty = true;
            LOGGER.error("A fault while talking to the next hop; the mail is tried again", e);
            throw failed(new MessagingException("A fault of this server: " + e, new IllegalStateException(e)));
        }
    }

    private static MessagingException failed(MessagingException failure) {
        Attempt.current().ifPresent(attempt -> attempt.failed(failure));
        return failure;
    }
}
