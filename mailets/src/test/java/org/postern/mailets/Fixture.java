// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.mail.MessagingException;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.james.user.memory.MemoryDelegationStore;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.apache.mailet.Mail;
import org.apache.mailet.Mailet;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.postern.bridge.Grants;
import org.postern.bridge.Identities;
import org.postern.bridge.JamesSenderRights;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.trace.TraceEvent;
import org.postern.submission.Identity;

/** A server in memory with the domain example.org, and mails of its user Alice. */
final class Fixture {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    final List<TraceEvent> traced = new ArrayList<>();
    final Repairs repairs;
    final Identities identities;

    Fixture() throws Exception {
        DNSService noDns = (DNSService) Proxy.newProxyInstance(DNSService.class.getClassLoader(), new Class<?>[] {DNSService.class},
            (proxy, method, arguments) -> {
                throw new IllegalStateException("no DNS here");
            });
        MemoryDomainList domains = new MemoryDomainList(noDns);
        domains.configure(DomainListConfiguration.builder().autoDetect(false).autoDetectIp(false)
            .defaultDomain(Domain.of("example.org")).build());
        MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
        table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        JamesSenderRights rights = new JamesSenderRights(table, new MemoryDelegationStore(),
            MemoryUsersRepository.withVirtualHosting(domains), Grants.none());
        identities = new Identities(domains);
        repairs = new Repairs(identities, rights, domains, Clock.fixed(NOW, ZoneOffset.UTC), traced::add);
    }

    <T extends Mailet> T init(T mailet, String... parameters) throws MessagingException {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder();
        for (int i = 0; i < parameters.length; i += 2) {
            config.setProperty(parameters[i], parameters[i + 1]);
        }
        mailet.init(config.build());
        return mailet;
    }

    /** Submitted by alice@example.org. */
    MailImpl submitted(String message) throws Exception {
        MailImpl mail = unauthenticated(message);
        MailAttributes.write(mail, new Identity(Username.of("alice@example.org"), new MailAddress("alice@example.org"), "PLAIN", ""));
        return mail;
    }

    MailImpl unauthenticated(String message) throws Exception {
        MailImpl mail = MailImpl.builder().name("mail").sender("alice@example.org").addRecipient("bob@example.net").build();
        mail.setMessageContent(MimeMessageInputStreamSource.create("test-" + UUID.randomUUID(),
            new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1))));
        return mail;
    }

    static String text(Mail mail) throws Exception {
        try (InputStream in = ((MimeMessageWrapper) mail.getMessage()).getMessageInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
