// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.postern.distribution.delivery.smtp.Attempt;

/**
 * A mailet context that does not let a mail be forgotten. When a report cannot be queued, as with a full disk, RemoteDelivery
 * only logs the checked exception and is done with the mail; on an unchecked one the mail stays in its queue. And it does
 * not report a failure to recipients who have the mail already.
 *
 * @param bounceProcessor what RemoteDelivery sends failed mail to
 */
record CarefulContext(MailetContext context, String bounceProcessor) implements InvocationHandler {

    static MailetContext around(MailetContext context, String bounceProcessor) {
        return (MailetContext) Proxy.newProxyInstance(CarefulContext.class.getClassLoader(),
            new Class<?>[] {MailetContext.class}, new CarefulContext(context, bounceProcessor));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean sends = method.getName().equals("sendMail");
        if (sends && arguments.length == 2 && arguments[0] instanceof Mail mail && bounceProcessor.equals(arguments[1])) {
            Attempt.of(mail).ifPresent(attempt -> DeliveryError.remember(mail, attempt));
            DeliveredRecipients.removeFrom(mail);
        }
        try {
            return method.invoke(context, arguments);
        } catch (InvocationTargetException e) {
            if (sends && e.getCause() instanceof MessagingException) {
                throw new IllegalStateException("A report could not be queued; the mail it is about stays where it is", e.getCause());
            }
            throw e.getCause();
        }
    }
}
