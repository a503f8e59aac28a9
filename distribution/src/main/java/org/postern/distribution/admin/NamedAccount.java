// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

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
     * The name that logins with it prove. As it was typed when that cannot be found out now: an outage of a directory must not keep
     * an operator from stopping an account.
     *
     * @throws HaltException with 400 when the text is no name
     */
    public Username of(String text) {
        Username name = parse(text);
        try {
            return StoredNames.spelling(users, name);
        } catch (UsersRepositoryException e) {
            LOGGER.warn("Whose other name {} may be is not known now", Printable.line(name.asString(), SHOWN), e);
            return UserNames.canonical(name);
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
