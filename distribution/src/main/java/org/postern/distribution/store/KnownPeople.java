// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.postern.accounts.AccountLookup;
import org.postern.accounts.JamesPeople;
import org.postern.accounts.PasswordSource;
import org.postern.accounts.PersonLookup;
import org.postern.accounts.ScramVerifiers;
import org.postern.accounts.StoredNames;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Everybody who may log in, to those who ask who there is: the people of the database, and those whom the other sources of
 * {@code usersrepository.xml} know, such as a directory. Only the former can be listed, added, changed and removed here.
 */
final class KnownPeople implements UsersRepository, ScramVerifiers, AccountLookup {

    private final UsersRepository database;
    private final List<PasswordSource> sources;

    /** @param sources in the order in which they are asked */
    KnownPeople(UsersRepository database, List<PasswordSource> sources) {
        this.database = database;
        this.sources = List.copyOf(sources);
    }

    @Override
    public boolean contains(Username name) throws UsersRepositoryException {
        return database.contains(name) || elsewhere(name).isPresent();
    }

    /** The database first, which is near; an outage elsewhere is none for its people. */
    @Override
    public Optional<Username> account(Username name) throws UsersRepositoryException {
        Optional<Username> stored = StoredNames.find(database, name);
        return stored.isPresent() ? stored : elsewhere(name);
    }

    private Optional<Username> elsewhere(Username name) throws UsersRepositoryException {
        for (PasswordSource source : sources) {
            Optional<Username> account = source instanceof PersonLookup lookup ? ask(lookup, source.name(), name) : Optional.empty();
            if (account.isPresent()) {
                return account;
            }
        }
        return Optional.empty();
    }

    private static Optional<Username> ask(PersonLookup lookup, String source, Username name) throws UsersRepositoryException {
        try {
            return lookup.account(name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsersRepositoryException("Interrupted while asking " + source + " for " + name.asString(), e);
        } catch (Exception e) {
            throw new UsersRepositoryException("Cannot ask " + source + " for " + name.asString() + " now", e);
        }
    }

    @Override
    public Publisher<Boolean> containsReactive(Username name) {
        return Mono.fromCallable(() -> contains(name)).subscribeOn(Schedulers.boundedElastic());
    }

    /** Whether everybody may have one: a mail program that is offered SCRAM does not try what a directory could answer. */
    @Override
    public boolean keepsVerifiers() {
        return database instanceof ScramVerifiers verifiers && verifiers.keepsVerifiers()
            && sources.stream().allMatch(JamesPeople.class::isInstance);
    }

    @Override
    public Map<Integer, Long> iterations() throws Exception {
        return database instanceof ScramVerifiers verifiers ? verifiers.iterations() : ScramVerifiers.super.iterations();
    }

    @Override
    public Optional<Stored> find(Username name) throws Exception {
        return database instanceof ScramVerifiers verifiers ? verifiers.find(name) : Optional.empty();
    }

    @Override
    public void addUser(Username name, String password) throws UsersRepositoryException {
        database.addUser(name, password);
    }

    @Override
    public User getUserByName(Username name) throws UsersRepositoryException {
        return database.getUserByName(name);
    }

    @Override
    public void updateUser(User user) throws UsersRepositoryException {
        database.updateUser(user);
    }

    @Override
    public void removeUser(Username name) throws UsersRepositoryException {
        database.removeUser(name);
    }

    @Override
    public boolean test(Username name, String password) throws UsersRepositoryException {
        return database.test(name, password);
    }

    @Override
    public int countUsers() throws UsersRepositoryException {
        return database.countUsers();
    }

    @Override
    public Iterator<Username> list() throws UsersRepositoryException {
        return database.list();
    }

    @Override
    public Publisher<Username> listReactive() {
        return database.listReactive();
    }

    @Override
    public boolean supportVirtualHosting() throws UsersRepositoryException {
        return database.supportVirtualHosting();
    }

    @Override
    public Username getUsername(MailAddress address) throws UsersRepositoryException {
        return database.getUsername(address);
    }

    @Override
    public MailAddress getMailAddressFor(Username name) throws UsersRepositoryException {
        return database.getMailAddressFor(name);
    }

    @Override
    public boolean isAdministrator(Username name) throws UsersRepositoryException {
        return database.isAdministrator(name);
    }

    @Override
    public boolean isReadOnly() {
        return database.isReadOnly();
    }

    @Override
    public void assertValid(Username name) throws UsersRepositoryException {
        database.assertValid(name);
    }
}
