// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import java.util.List;
import java.util.Map;

import javax.inject.Inject;

import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.postern.distribution.admin.NamedAccount;
import org.postern.distribution.admin.RouteArguments;
import org.postern.distribution.queue.AccountMail;
import org.postern.distribution.queue.HeldMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Service;

/**
 * Mail that is held for review. {@code GET /held}: all; {@code POST /held/ID} and {@code POST /held?user=USER}: goes on;
 * {@code DELETE /held/ID} and {@code DELETE /held?user=USER}: is dropped.
 */
final class HeldRoutes implements Routes {

    private static final Logger LOGGER = LoggerFactory.getLogger(HeldRoutes.class);
    private static final String PATH = "/held";
    private static final String ONE = PATH + "/:id";
    private static final String MESSAGES = "messages";

    private final AccountMail mail;
    private final NamedAccount accounts;
    private final JsonTransformer transformer;

    /** What is told of one. */
    record Held(String id, String user, String since, String reason, String sender, List<String> recipients) {
        static Held of(HeldMessage message) {
            return new Held(message.id(), message.user(), message.since().toString(), message.reason(), message.sender(),
                message.recipients());
        }
    }

    private interface Work {
        long run() throws MailQueueException;
    }

    @Inject
    HeldRoutes(AccountMail mail, NamedAccount accounts, JsonTransformer transformer) {
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
        service.get(PATH, (request, response) -> mail.held().stream().map(Held::of).toList(), transformer);
        service.post(ONE, (request, response) -> one(request, mail.release(id(request)), "released"), transformer);
        service.delete(ONE, (request, response) -> one(request, mail.drop(id(request)), "dropped"), transformer);
        service.post(PATH, (request, response) -> all(request, "released",
            () -> mail.releaseAll(accounts.of(user(request)))), transformer);
        service.delete(PATH, (request, response) -> all(request, "dropped",
            () -> mail.dropAll(accounts.of(user(request)))), transformer);
    }

    private static String id(Request request) {
        return request.params(":id");
    }

    private static String user(Request request) {
        if (request.queryParams("user") == null) {
            throw RouteArguments.refusal(400, ErrorType.INVALID_ARGUMENT, "name one message, as in /held/ID, or ?user=USER");
        }
        return request.queryParams("user");
    }

    private static Map<String, Long> one(Request request, boolean found, String what) {
        if (!found) {
            throw RouteArguments.refusal(404, ErrorType.NOT_FOUND, "no message '" + id(request) + "' is held for review");
        }
        LOGGER.info("held mail {} id={}", what, id(request));
        return Map.of(MESSAGES, 1L);
    }

    private static Map<String, Long> all(Request request, String what, Work work) throws MailQueueException {
        long count = work.run();
        LOGGER.info("held mail {} user={} messages={}", what, user(request), count);
        return Map.of(MESSAGES, count);
    }
}
