// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import javax.inject.Provider;
import javax.mail.MessagingException;

import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a queued mail whose body file somebody removed: it goes to the error repository with its envelope, and the
 * log says so. It is never dropped in silence.
 */
final class LostBodies {

    private static final Logger LOGGER = LoggerFactory.getLogger(LostBodies.class);
    private static final MailRepositoryUrl REPOSITORY = MailRepositoryUrl.from("file://var/mail/error/");

    private final Provider<MailRepositoryStore> repositories;

    LostBodies(Provider<MailRepositoryStore> repositories) {
        this.repositories = repositories;
    }

    void report(MailImpl.Builder envelope, Path body) throws MessagingException {
        String note = "Subject: The body of this message was lost\r\n\r\nThe file " + body + " is missing.\r\n";
        Mail mail = envelope
            .mimeMessage(new MimeMessageWrapper(
                new StoredBody.InMemory(body.toString(), note.getBytes(StandardCharsets.US_ASCII))))
            .state(Mail.ERROR)
            .errorMessage("The file " + body + " with the body is missing")
            .build();
        LOGGER.error("Mail {} from {} to {} has lost its body file {}; its envelope is kept in {}", mail.getName(),
            mail.getMaybeSender().asString(), mail.getRecipients(), body, REPOSITORY.asString());
        try {
            repositories.get().select(REPOSITORY).store(mail);
        } catch (MailRepositoryStore.MailRepositoryStoreException e) {
            throw new MessagingException("The repository " + REPOSITORY.asString() + " cannot be written", e);
        }
    }
}
