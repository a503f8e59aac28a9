// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;

import javax.mail.MessagingException;

import org.apache.james.core.MaybeSender;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.junit.jupiter.api.Test;
import org.postern.bridge.MailAttributes;

class CarefulContextTest {

    @Test
    void shouldNotLetAReportThatCannotBeQueuedPassUnseen() {
        MailetContext context = CarefulContext.around(failing(new MessagingException("disk is full")), "bounces");

        assertThatThrownBy(() -> context.sendMail(mail(), "bounces"))
            .isInstanceOf(IllegalStateException.class)
            .hasRootCauseMessage("disk is full");
    }

    @Test
    void shouldLeaveAllElseAsItIs() {
        MessagingException refused = new MessagingException("no");

        assertThatThrownBy(() -> CarefulContext.around(failing(refused), "bounces").bounce(mail(), "text")).isSameAs(refused);
        MailetContext context = (MailetContext) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> "Postern");
        assertThat(CarefulContext.around(context, "bounces").getServerInfo()).isEqualTo("Postern");
    }

    /** RemoteDelivery tells the author of those who are refused with the mail that the others wait for. */
    @Test
    void shouldLeaveTheMailItselfAsItWas() throws Exception {
        MailetContext context = CarefulContext.around(james(), "bounces");
        Mail mail = mail();
        mail.setState(Mail.ERROR);
        MailAttributes.write(mail, MailAttributes.USERNAME, "ann@example.org");

        context.sendMail(mail, "bounces");
        assertThat(MailAttributes.accounts(mail)).containsExactly("ann@example.org");
        assertThat(mail.getState()).isEqualTo(Mail.ERROR);
        context.sendMail(mail, "delays");
        assertThat(mail.getState()).isEqualTo(Mail.ERROR);
        mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
        context.sendMail(mail, "bounces");
        assertThat(MailAttributes.accounts(mail)).as("a report").isEmpty();
    }

    /** What JamesMailetContext does to a mail. */
    private static MailetContext james() {
        return (MailetContext) Proxy.newProxyInstance(CarefulContextTest.class.getClassLoader(),
            new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                Mail mail = (Mail) arguments[0];
                mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
                mail.setState((String) arguments[1]);
                return null;
            });
    }

    private static Mail mail() {
        return MailImpl.builder().name("m1").sender(MaybeSender.nullSender()).build();
    }

    private static MailetContext failing(MessagingException fault) {
        return (MailetContext) Proxy.newProxyInstance(CarefulContextTest.class.getClassLoader(),
            new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                throw fault;
            });
    }
}
