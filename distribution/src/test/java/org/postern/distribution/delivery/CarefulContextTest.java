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
