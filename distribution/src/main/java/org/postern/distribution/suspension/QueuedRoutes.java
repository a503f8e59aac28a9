// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import java.util.Map;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.postern.distribution.admin.RouteArguments;
import org.postern.distribution.queue.AccountMail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Service;

/** {@code GET /queued/USER}: how many messages of the account are queued; {@code DELETE /queued/USER}: removes them, and says how many. */
final class QueuedRoutes implements Routes {

    private static final Logger LOGGER = LoggerFactory.getLogger(QueuedRoutes.class);
    private static final String PATH = "/queued";
    private static final String ONE = PATH + "/:user";

    private final AccountMail mail;
    private final JsonTransformer transformer;

    @Inject
    QueuedRoutes(AccountMail mail, JsonTransformer transformer) {
        this.mail = mail;
        this.transformer = transformer;
    }

    @Override
    public String getBasePath() {
        return PATH;
    }

    @Override
    public void define(Service service) {
        service.get(ONE, (request, response) -> Map.of("messages", mail.count(RouteArguments.user(request))), transformer);
        service.delete(ONE, (request, response) -> Map.of("messages", purge(RouteArguments.user(request))), transformer);
    }

    private long purge(Username user) throws Exception {
        long count = mail.purge(user);
        LOGGER.warn("account purged user={} messages={}", user.asString(), count);
        return count;
    }
}
