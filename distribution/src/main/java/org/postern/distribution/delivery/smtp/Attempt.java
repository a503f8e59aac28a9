// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.mail.MessagingException;

import com.sun.mail.smtp.SMTPAddressFailedException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

/**
 * One try to deliver one mail, and what came of it. RemoteDelivery tries a mail and decides on it in one thread; the
 * transport between is made by JavaMail and knows of no mail, and so the thread carries it.
 */
public final class Attempt {

    private static final ThreadLocal<Attempt> CURRENT = new ThreadLocal<>();

    private final Mail mail;
    private final Route route;
    private final Optional<KeptConnections> connections;
    private final long begun = System.nanoTime();
    private final List<Delivered> delivered = new ArrayList<>();
    private final Map<MailAddress, String> replies = new HashMap<>();
    private Optional<String> failure = Optional.empty();
    private Optional<String> host = Optional.empty();
    private boolean hasHopeElsewhere;
    private boolean isToGoOn;

    /** How the next hop was found. */
    public enum Route {
        /** By DNS answers that anybody could have forged. */
        UNPROVED,
        /** By DNSSEC, or by the operator. */
        PROVED,
        /** The DNS did not answer. */
        UNKNOWN
    }

    /**
     * A recipient that the next hop has taken.
     *
     * @param reply its last word
     * @param reportsSuccess whether it has DSN, and success is its to report from here (RFC 3461 §5.2.2)
     * @param keepsDeadline whether it has DELIVERBY, and a time that is missed is its to report from here (RFC 2852)
     */
    public record Delivered(MailAddress recipient, String reply, boolean reportsSuccess, boolean keepsDeadline) {
    }

    private Attempt(Mail mail, Route route, Optional<KeptConnections> connections) {
        this.mail = mail;
        this.route = route;
        this.connections = connections;
    }

    /** This thread tries this mail from now on. */
    public static void begin(Mail mail, Route route) {
        CURRENT.set(new Attempt(mail, route, Optional.empty()));
    }

    /** This thread tries this mail from now on, over connections that others have left. */
    public static void begin(Mail mail, Route route, KeptConnections connections) {
        CURRENT.set(new Attempt(mail, route, Optional.of(connections)));
    }

    /** What this thread tries; nothing when RemoteDelivery is not at work. */
    public static Optional<Attempt> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** What this thread tries, when it is this mail, whatever copy of it. */
    public static Optional<Attempt> of(Mail mail) {
        return current().filter(attempt -> attempt.mail.getName().equals(mail.getName()));
    }

    public static void end() {
        CURRENT.remove();
    }

    Mail mail() {
        return mail;
    }

    Route route() {
        return route;
    }

    Optional<KeptConnections> connections() {
        return connections;
    }

    /** This host is talked to now. */
    void talksTo(String name) {
        host = Optional.of(name);
    }

    /** The last one that was talked to. */
    public Optional<String> host() {
        return host;
    }

    /** How long it has taken up to now. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** There will be another try, for those who do not have the mail. */
    public void goesOn() {
        isToGoOn = true;
    }

    public boolean isToGoOn() {
        return isToGoOn;
    }

    /** The next hop has taken the mail for this recipient. */
    public void took(Delivered recipient) {
        delivered.add(recipient);
    }

    /** Whom the next hop has taken the mail for, on any host. They must not get it again. */
    public List<Delivered> delivered() {
        return List.copyOf(delivered);
    }

    /** Whether an earlier host of this try could not be asked, and may be able later. */
    boolean hasHopeElsewhere() {
        return hasHopeElsewhere;
    }

    void failed(MessagingException exception) {
        hasHopeElsewhere |= !(exception instanceof Undeliverable);
        Exception cause = exception;
        // The outer message of a failed RCPT says "Invalid Addresses" only; the replies are inside.
        while (cause instanceof MessagingException messaging && messaging.getNextException() != null) {
            cause = messaging.getNextException();
            if (cause instanceof SMTPAddressFailedException refused) {
                replies.put(Forward.address(refused.getAddress().getAddress()), refused.getMessage());
            }
        }
        String text = cause instanceof MessagingException ? cause.getMessage() : exception.getMessage();
        failure = Optional.of(text == null ? cause.toString() : text);
    }

    /** What the last host said of each recipient whom it did not take. */
    public Map<MailAddress, String> replies() {
        return Map.copyOf(replies);
    }

    void succeeded() {
        failure = Optional.empty();
    }

    /** What was the matter; RemoteDelivery keeps it to itself when it lets a mail wait. */
    public Optional<String> failure() {
        return failure;
    }
}
