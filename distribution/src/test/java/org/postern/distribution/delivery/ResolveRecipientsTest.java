// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import javax.mail.MessagingException;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.MappingsImpl;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;
import org.junit.jupiter.api.Test;

class ResolveRecipientsTest {

    private final List<Mail> copies = new ArrayList<>();
    private String mappings = "";
    private Exception fault;
    private boolean isQueueDown;

    @Test
    void shouldPutTheTargetInThePlaceOfAnAlias() throws Exception {
        mappings = "ann@people.test";
        Mail mail = mail("sales@people.test");

        mailet().service(mail);

        assertThat(mail.getRecipients()).containsExactly(new MailAddress("ann@people.test"));
        assertThat(copies).isEmpty();
    }

    @Test
    void shouldSendACopyToSomebodyElsewhereAndResolveItNoMore() throws Exception {
        mappings = "ann@people.test;bob@far.test";
        Mail mail = mail("team@people.test");
        ResolveRecipients mailet = mailet();
        mailet.service(mail);

        assertThat(mail.getRecipients()).containsExactly(new MailAddress("ann@people.test"));
        assertThat(copies).hasSize(1);
        Mail copy = copies.get(0);
        assertThat(copy.getRecipients()).containsExactly(new MailAddress("bob@far.test"));

        mappings = "bob@far.test;carol@far.test";
        mailet.service(copy);
        assertThat(copy.getRecipients()).containsExactly(new MailAddress("bob@far.test"));
        assertThat(copies).hasSize(1);
    }

    @Test
    void shouldTryAgainWhenTheTableCannotBeRead() throws Exception {
        fault = new RecipientRewriteTableException("database is down");
        Mail mail = mail("sales@people.test");
        ResolveRecipients mailet = mailet();

        assertThatThrownBy(() -> mailet.service(mail)).isInstanceOf(MessagingException.class).hasRootCauseMessage("database is down");
        assertThat(mail.getRecipients()).containsExactly(new MailAddress("sales@people.test"));
        assertThat(copies).isEmpty();

        fault = null;
        mappings = "ann@people.test";
        mailet.service(mail);
        assertThat(mail.getRecipients()).containsExactly(new MailAddress("ann@people.test"));
    }

    @Test
    void shouldTryAgainWhenACopyCannotBeQueued() throws Exception {
        mappings = "bob@far.test";
        isQueueDown = true;
        Mail mail = mail("team@people.test");
        ResolveRecipients mailet = mailet();

        assertThatThrownBy(() -> mailet.service(mail)).isInstanceOf(MessagingException.class).hasRootCauseMessage("disk is full");
        assertThat(mail.getRecipients()).containsExactly(new MailAddress("team@people.test"));

        isQueueDown = false;
        mailet.service(mail);
        assertThat(copies).hasSize(1);
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void shouldGiveRecipientsThatAreErrorsToTheirProcessor() throws Exception {
        fault = new RecipientRewriteTable.ErrorMappingException("550 5.1.1 gone");
        Mail mail = mail("gone@people.test");

        mailet().service(mail);

        assertThat(copies).singleElement().satisfies(copy -> {
            assertThat(copy.getState()).isEqualTo("bounces");
            assertThat(copy.getRecipients()).containsExactly(new MailAddress("gone@people.test"));
        });
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    private ResolveRecipients mailet() throws Exception {
        RecipientRewriteTable table = fake(RecipientRewriteTable.class, (proxy, method, arguments) -> {
            if (fault != null) {
                throw fault;
            }
            return mappings.isEmpty() ? MappingsImpl.empty() : MappingsImpl.fromRawString(mappings);
        });
        DomainList domains = fake(DomainList.class, (proxy, method, arguments) -> Domain.of("people.test"));
        MailetContext context = fake(MailetContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "isLocalServer" -> arguments[0].equals(Domain.of("people.test"));
            case "sendMail" -> take((Mail) arguments[0]);
            default -> null;
        });
        ResolveRecipients mailet = new ResolveRecipients(table, domains);
        mailet.init(fake(MailetConfig.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getMailetContext" -> context;
            case "getInitParameter" -> "bounces";
            default -> null;
        }));
        return mailet;
    }

    private Object take(Mail copy) throws MessagingException {
        if (isQueueDown) {
            throw new MessagingException("disk is full");
        }
        Mail taken = copy.duplicate();
        taken.setState(copy.getState());
        copies.add(taken);
        return null;
    }

    private static Mail mail(String recipient) throws Exception {
        return MailImpl.builder().name("m1").sender("ann@people.test").addRecipient(recipient)
            .mimeMessage(MimeMessageBuilder.mimeMessageBuilder().setSubject("x").setText("body"))
            .build();
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
