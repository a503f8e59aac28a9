// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.inject.Inject;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.user.api.AlreadyExistInUsersRepositoryException;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.apache.james.user.lib.UsersRepositoryImpl;
import org.postern.accounts.AppPasswordStore;
import org.postern.accounts.Ending;
import org.postern.accounts.Endings;
import org.postern.accounts.HashingTurns;
import org.postern.accounts.Password;
import org.postern.accounts.ScramVerifier;
import org.postern.accounts.ScramVerifiers;
import org.postern.accounts.StoredNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The people of the server's database, with a SCRAM verifier for each. A password that was right and is kept in another way, by
 * James or with another number of iterations, is then kept as it is configured. To find out that one is wrong takes as long for a
 * name that nobody has as for one that somebody has.
 */
public final class PeopleRepository extends UsersRepositoryImpl<PeopleTable> implements ScramVerifiers {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeopleRepository.class);

    private final HashingTurns turns;
    private final Endings endings;
    private final AppPasswordStore appPasswords;
    private final DelegationTable delegations;
    private ScramVerifier nobody;

    /** What a test has found. */
    private record Result(boolean isRight, Optional<ScramVerifier> renewed) {
    }

    @Inject
    PeopleRepository(DomainList domains, PeopleTable people, HashingTurns turns, Endings endings, AppPasswordStore appPasswords,
            DelegationTable delegations) {
        super(domains, people);
        this.turns = turns;
        this.endings = endings;
        this.appPasswords = appPasswords;
        this.delegations = delegations;
    }

    @Override
    public void configure(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        usersDAO.configure(file);
        nobody = ScramVerifier.ofNobody(usersDAO.scheme().iterations());
        super.configure(file);
    }

    /** @throws UsersRepositoryException when there is no answer now, also because too many others wait for one */
    @Override
    public boolean test(Username name, String text) throws UsersRepositoryException {
        Password password = Password.of(text);
        Optional<Kept> kept = usersDAO.find(name);
        Optional<String> jamesAlgorithm = usersDAO.algorithmOfThoseLeft();
        Result result = hashing(() -> test(kept, password, jamesAlgorithm));
        if (result.renewed().isPresent()) {
            renew(name, kept.orElseThrow(), result.renewed().get());
        }
        return result.isRight();
    }

    private Result test(Optional<Kept> kept, Password password, Optional<String> jamesAlgorithm) {
        if (kept.isPresent() && kept.get().matches(password)) {
            return new Result(true, renewed(kept.get(), password));
        }
        // From here on a wrong password costs what any other does.
        if (!(kept.orElse(null) instanceof Kept.ByJames)) {
            jamesAlgorithm.ifPresent(algorithm -> LeftPeople.testNobody(algorithm, password.text()));
        }
        int done = kept.orElse(null) instanceof Kept.AsVerifier own ? own.verifier().iterations() : 0;
        int missing = nobody.iterations() - done;
        if (missing > 0) {
            ScramVerifier.ofNobody(missing).matches(password);
        }
        return new Result(false, Optional.empty());
    }

    private Optional<ScramVerifier> renewed(Kept kept, Password password) {
        if (kept instanceof Kept.AsVerifier own && usersDAO.scheme().isOf(own.verifier())) {
            return Optional.empty();
        }
        try {
            return Optional.of(usersDAO.scheme().keep(password));
        } catch (IllegalArgumentException e) {
            // James took passwords that SASLprep does not; such a person is not locked out for that.
            return Optional.empty();
        }
    }

    private void renew(Username name, Kept before, ScramVerifier after) {
        try {
            usersDAO.renew(name, before, after);
        } catch (UsersRepositoryException e) {
            LOGGER.warn("The password of {} stays as it is kept until the next login", name.asString(), e);
        }
    }

    private Result hashing(Supplier<Result> work) throws UsersRepositoryException {
        try {
            return turns.take(work);
        } catch (TimeoutException e) {
            throw new UsersRepositoryException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsersRepositoryException("Interrupted while a password was tested", e);
        }
    }

    @Override
    public void addUser(Username name, String password) throws UsersRepositoryException {
        Optional<Username> present = StoredNames.find(this, name).filter(stored -> !stored.equals(name));
        if (present.isPresent()) {
            throw new AlreadyExistInUsersRepositoryException("User " + present.get().asString() + " already exists, spelt in another way");
        }
        super.addUser(name, password);
    }

    @Override
    public void updateUser(User user) throws UsersRepositoryException {
        super.updateUser(user);
        endings.announce(Ending.ofPassword(user.getUserName()));
    }

    /**
     * App passwords and delegations go first: who is added by that name later is somebody else. A suspension stays until it is lifted,
     * and what was sent counts on: to remove a person and add them again is no way round either.
     */
    @Override
    public void removeUser(Username name) throws UsersRepositoryException {
        if (contains(name)) {
            appPasswords.removeAll(name);
            delegations.forget(name);
        }
        super.removeUser(name);
        endings.announce(Ending.ofAccount(name));
    }

    @Override
    public boolean keepsVerifiers() {
        return true;
    }

    @Override
    public Map<Integer, Long> iterations() throws UsersRepositoryException {
        Map<Integer, Long> present = usersDAO.iterations();
        return present.isEmpty() ? Map.of(nobody.iterations(), 1L) : present;
    }

    @Override
    public Optional<Stored> find(Username name) throws UsersRepositoryException {
        Username stored = StoredNames.spelling(this, name);
        return usersDAO.find(stored)
            .filter(Kept.AsVerifier.class::isInstance)
            .map(kept -> new Stored(stored, ((Kept.AsVerifier) kept).verifier()));
    }
}
