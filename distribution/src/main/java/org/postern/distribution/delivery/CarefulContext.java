// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.postern.distribution.delivery.smtp.Attempt;

/**
 * A mailet context that does not let a mail be forgotten. When a report cannot be queued, as with a full disk, RemoteDelivery
 * only logs the checked exception and is done with the mail; on an unchecked one the mail stays in its queue. And it does
 * not report a failure to recipients who have the mail already. The mail itself is as it was when a copy of it has been sent: it may
 * have other recipients, for whom it goes on to wait.
 *
 * @param bounceProcessor what RemoteDelivery sends failed mail to
 */
record CarefulContext(MailetContext context, String bounceProcessor) implements InvocationHandler {

    private static final AttributeName SENT = Mail.SENT_BY_MAILET_ATTRIBUTE.getName();

    /**
     * What James writes on the mail that it sends. With it a mail would be nobody's, whom no suspension stops, and RemoteDelivery would
     * count its tries from the start.
     */
    private record Marks(String state, Optional<Attribute> sent) {
        static Marks of(Mail mail) {
            return new Marks(mail.getState(), mail.getAttribute(SENT));
        }

        void restore(Mail mail) {
            mail.setState(state);
            sent.ifPresentOrElse(mail::setAttribute, () -> mail.removeAttribute(SENT));
        }
    }

    static MailetContext around(MailetContext context, String bounceProcessor) {
        return (MailetContext) Proxy.newProxyInstance(CarefulContext.class.getClassLoader(),
            new Class<?>[] {MailetContext.class}, new CarefulContext(context, bounceProcessor));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (!method.getName().equals("sendMail")) {
            return pass(method, arguments);
        }
        try {
            return arguments[0] instanceof Mail mail ? send(mail, method, arguments) : pass(method, arguments);
        } catch (MessagingException e) {
            throw new IllegalStateException("A report could not be queued; the mail it is about stays where it is", e);
        }
    }

    private Object send(Mail mail, Method method, Object... arguments) throws Throwable {
        if (arguments.length == 2 && bounceProcessor.equals(arguments[1])) {
            Attempt.of(mail).ifPresent(attempt -> DeliveryError.remember(mail, attempt));
            DeliveredRecipients.removeFrom(mail);
        }
        Marks marks = Marks.of(mail);
        try {
            return pass(method, arguments);
        } finally {
            marks.restore(mail);
        }
    }

    private Object pass(Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(context, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
