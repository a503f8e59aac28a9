// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.domainlist.api.DomainList;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;

/**
 * James's RecipientRewriteTable, which puts the recipients behind aliases, groups and forwards in their place (RFC 6409 §8.7),
 * made so that no mail is lost and none runs in circles: when the table cannot be read, or a copy for somebody elsewhere
 * cannot be queued, the mail is tried again (James would log it); and what was resolved is not resolved again (James
 * would do so for each copy). A recipient whose mapping says that it is an error, or has no end, is told to the author.
 *
 * <pre>{@code
 * <mailet match="All" class="org.postern.distribution.delivery.ResolveRecipients">
 *   <errorProcessor>bounces</errorProcessor>         <!-- gets the recipients that are errors; default: error -->
 *   <onMailetException>propagate</onMailetException> <!-- a fault on our side: try again -->
 * </mailet>
 * }</pre>
 *
 * <p>DSN parameters go with a recipient to one of the server's own domains, not with a copy for somebody elsewhere.
 */
public final class ResolveRecipients extends org.apache.james.transport.mailets.RecipientRewriteTable {

    private static final AttributeName RESOLVED = AttributeName.of("postern.resolved");

    @Inject
    public ResolveRecipients(RecipientRewriteTable table, DomainList domains) {
        super(careful(RecipientRewriteTable.class, table), domains);
    }

    @Override
    public MailetContext getMailetContext() {
        return careful(MailetContext.class, super.getMailetContext());
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        if (mail.getAttribute(RESOLVED).isPresent()) {
            return;
        }
        // The copies inherit it.
        mail.setAttribute(new Attribute(RESOLVED, AttributeValue.of(true)));
        try {
            super.service(mail);
        } catch (FaultException e) {
            mail.removeAttribute(RESOLVED);
            throw new MessagingException("The recipients of mail " + mail.getName() + " cannot be resolved now", e);
        }
    }

    @Override
    public String getMailetInfo() {
        return "ResolveRecipients of Postern";
    }

    /** James would only log these faults. */
    private static <T> T careful(Class<T> type, T delegate) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (proxy, method, arguments) -> invoke(delegate, method, arguments)));
    }

    private static Object invoke(Object delegate, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            boolean copy = method.getName().equals("sendMail") && e.getCause() instanceof MessagingException;
            if (copy || e.getCause() instanceof RecipientRewriteTableException) {
                throw new FaultException(e.getCause());
            }
            throw e.getCause();
        }
    }

    /** Not one that James catches. */
    private static final class FaultException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        FaultException(Throwable cause) {
            super(cause);
        }
    }
}
