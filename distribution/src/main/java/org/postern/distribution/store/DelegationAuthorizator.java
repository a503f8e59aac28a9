// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.util.List;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.postern.bridge.UserNames;
import reactor.core.publisher.Flux;

/** Who may log in as somebody else: those to whom the other person has delegated (RFC 4954 authorization identity). */
final class DelegationAuthorizator implements Authorizator {

    private final UsersRepository users;
    private final DelegationStore delegations;

    @Inject
    DelegationAuthorizator(UsersRepository users, DelegationStore delegations) {
        this.users = users;
        this.delegations = delegations;
    }

    @Override
    public AuthorizationState canLoginAsOtherUser(Username user, Username other) throws MailboxException {
        try {
            if (delegates(other).stream().noneMatch(delegate -> UserNames.areSame(delegate, user))) {
                return AuthorizationState.FORBIDDEN;
            }
            return users.contains(other) ? AuthorizationState.ALLOWED : AuthorizationState.UNKNOWN_USER;
        } catch (UsersRepositoryException e) {
            throw new MailboxException("The users repository cannot be read", e);
        }
    }

    private List<Username> delegates(Username owner) {
        return Flux.from(delegations.authorizedUsers(owner)).collectList().block();
    }
}
