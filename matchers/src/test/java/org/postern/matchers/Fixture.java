// SPDX-License-Identifier: Apache-2.0
package org.postern.matchers;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
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
import org.apache.james.user.memory.MemoryDelegationStore;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.apache.mailet.Matcher;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.postern.bridge.Grants;
import org.postern.bridge.Identities;
import org.postern.bridge.JamesSenderRights;
import org.postern.bridge.MailAttributes;
import org.postern.submission.Identity;

/** A server in memory with the domain example.org, and mails of its user Alice. */
final class Fixture {
    final Identities identities;
    final MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
    final JamesSenderRights rights;

    Fixture() throws Exception {
        DNSService noDns = (DNSService) Proxy.newProxyInstance(DNSService.class.getClassLoader(), new Class<?>[] {DNSService.class},
            (proxy, method, arguments) -> {
                throw new IllegalStateException("no DNS here");
            });
        MemoryDomainList domains = new MemoryDomainList(noDns);
        domains.configure(DomainListConfiguration.builder().autoDetect(false).autoDetectIp(false)
            .defaultDomain(Domain.of("example.org")).build());
        table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        rights = new JamesSenderRights(table, new MemoryDelegationStore(),
            MemoryUsersRepository.withVirtualHosting(domains), Grants.none());
        identities = new Identities(domains);
    }

    <T extends Matcher> T init(T matcher, String condition) throws MessagingException {
        matcher.init(FakeMatcherConfig.builder().matcherName(matcher.getClass().getSimpleName()).condition(condition).build());
        return matcher;
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
}
