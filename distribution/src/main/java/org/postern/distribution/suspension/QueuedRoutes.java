// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.postern.distribution.admin.NamedAccount;
import org.postern.distribution.admin.RouteArguments;
import org.postern.distribution.queue.AccountMail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Service;

/**
 * {@code GET /queued/USER}: how many messages of the account are queued; {@code DELETE /queued/USER}: removes them, and says how many;
 * {@code {"user": "ann@example.org", "messages": 3}}, whatever the spelling of USER.
 */
final class QueuedRoutes implements Routes {

    private static final Logger LOGGER = LoggerFactory.getLogger(QueuedRoutes.class);
    private static final String PATH = "/queued";
    private static final String ONE = PATH + "/:user";

    private final AccountMail mail;
    private final NamedAccount accounts;
    private final JsonTransformer transformer;

    /**
     * What is told.
     *
     * @param user the account, as it is stored
     */
    record Queued(String user, long messages) {
    }

    @Inject
    QueuedRoutes(AccountMail mail, NamedAccount accounts, JsonTransformer transformer) {
        this.mail = mail;
        this.accounts = accounts;
        this.transformer = transformer;
    }

    @Override
    public String getBasePath() {
        return PATH;
    }

    @Override
    public void define(Service service) {
        service.get(ONE, (request, response) -> count(accounts.of(RouteArguments.user(request))), transformer);
        service.delete(ONE, (request, response) -> purge(accounts.of(RouteArguments.user(request))), transformer);
    }

    private Queued count(Username user) throws MailQueueException {
        return new Queued(user.asString(), mail.count(user));
    }

    private Queued purge(Username user) throws MailQueueException {
        long count = mail.purge(user);
        LOGGER.warn("account purged user={} messages={}", user.asString(), count);
        return new Queued(user.asString(), count);
    }
}
