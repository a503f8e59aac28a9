// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.mail.MessagingException;

import com.google.common.collect.ImmutableList;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.apache.mailet.Mail;

/** One repository in memory, whatever it is asked for. */
final class KeptMail implements MailRepositoryStore {

    private final MailRepository repository = new MemoryMailRepository();

    List<Mail> kept() throws MessagingException {
        ImmutableList.Builder<Mail> mails = ImmutableList.builder();
        repository.list().forEachRemaining(key -> {
            try {
                mails.add(repository.retrieve(key));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        });
        return mails.build();
    }

    @Override
    public MailRepository select(MailRepositoryUrl url) {
        return repository;
    }

    @Override
    public Optional<Protocol> defaultProtocol() {
        return Optional.empty();
    }

    @Override
    public Optional<MailRepository> get(MailRepositoryUrl url) {
        return Optional.of(repository);
    }

    @Override
    public Stream<MailRepository> getByPath(MailRepositoryPath path) {
        return Stream.of(repository);
    }

    @Override
    public Stream<MailRepositoryUrl> getUrls() {
        return Stream.empty();
    }
}
