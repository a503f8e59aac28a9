// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import java.util.List;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.postern.accounts.StoredNames;
import org.postern.bridge.UserNames;
import org.postern.submission.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.HaltException;

/** The account that a request is about, however the operator has spelt its name. */
public final class NamedAccount {
    private static final Logger LOGGER = LoggerFactory.getLogger(NamedAccount.class);
    private static final int SHOWN = 100;

    private final UsersRepository users;

    @Inject
    public NamedAccount(UsersRepository users) {
        this.users = users;
    }

    /**
     * @param account the name that logins prove
     * @param typed the name that the operator typed: the account's, or another one of the same person
     * @param isKnown false when it cannot be found out now whose other name it may be; the account's is then the one that was typed
     */
    public record Named(Username account, Username typed, boolean isKnown) {
        /** Under which something of the account may be kept: its own, then the one that was typed, if that is another. */
        public List<Username> names() {
            return UserNames.areSame(account, typed) ? List.of(account) : List.of(account, typed);
        }
    }

    /**
     * The name that logins with it prove. As it was typed when that cannot be found out now: an outage of a directory must not keep
     * an operator from stopping an account.
     *
     * @throws HaltException with 400 when the text is no name
     */
    public Username of(String text) {
        return named(text).account();
    }

    /** @throws HaltException as {@link #of} does */
    public Named named(String text) {
        Username typed = parse(text);
        try {
            return new Named(StoredNames.spelling(users, typed), UserNames.canonical(typed), true);
        } catch (UsersRepositoryException e) {
            LOGGER.warn("Whose other name {} may be is not known now", Printable.line(typed.asString(), SHOWN), e);
            return new Named(UserNames.canonical(typed), UserNames.canonical(typed), false);
        }
    }

    private static Username parse(String text) {
        try {
            return UserNames.parse(text);
        } catch (IllegalArgumentException e) {
            throw RouteArguments.refusal(400, ErrorType.INVALID_ARGUMENT, "'" + text + "' is no user name");
        }
    }
}
