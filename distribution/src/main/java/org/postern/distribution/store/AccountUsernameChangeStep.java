// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsernameChangeTaskStep;
import org.postern.accounts.AppPassword;
import org.postern.accounts.AppPasswordStore;
import org.postern.accounts.Suspension;
import org.postern.accounts.Suspensions;
import org.postern.bridge.UserNames;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What of an account goes to the new name of its person, when James's WebAdmin renames one: app passwords; and a suspension, which
 * holds for the old name too. From where a person is known to log in is learnt anew with each login.
 */
final class AccountUsernameChangeStep implements UsernameChangeTaskStep {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountUsernameChangeStep.class);
    /** Behind James's own. */
    private static final int PRIORITY = 2;

    private final AppPasswordStore appPasswords;
    private final Suspensions suspensions;

    @Inject
    AccountUsernameChangeStep(AppPasswordStore appPasswords, Suspensions suspensions) {
        this.appPasswords = appPasswords;
        this.suspensions = suspensions;
    }

    @Override
    public StepName name() {
        return new StepName("AccountUsernameChangeStep");
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Publisher<Void> changeUsername(Username before, Username after) {
        return Mono.<Void>fromCallable(() -> {
            suspend(before, after);
            appPasswords.of(before).forEach(password -> move(password, after));
            return null;
        }).subscribeOn(Schedulers.boundedElastic());
    }

    private void suspend(Username before, Username after) throws Exception {
        for (Suspension suspension : suspensions.all()) {
            if (UserNames.areSame(suspension.username(), before)) {
                suspensions.suspend(after, suspension.reason(), "rename");
            }
        }
    }

    private void move(AppPassword password, Username after) {
        AppPassword moved = new AppPassword(after, password.name(), password.hash(), password.limits(), password.listed(),
            password.created(), password.lastUse());
        if (appPasswords.add(moved)) {
            appPasswords.remove(password.owner(), password.name());
        } else {
            LOGGER.warn("{} has an app password {} already; that of {} stays where it is", after.asString(), password.name(),
                password.owner().asString());
        }
    }
}
