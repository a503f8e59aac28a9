// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import java.io.IOException;
import java.util.List;

import javax.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.Constants;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.postern.accounts.Suspension;
import org.postern.accounts.Suspensions;
import org.postern.distribution.admin.NamedAccount;
import org.postern.distribution.admin.RouteArguments;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * {@code GET /suspended}: who is; {@code PUT /suspended/USER} with {@code {"reason": "..."}}, which may be left out: suspends, also a
 * name that no source of people knows with {@code ?force=true}; {@code DELETE /suspended/USER}: resumes.
 */
final class SuspensionRoutes implements Routes {

    private static final String PATH = "/suspended";
    private static final String ONE = PATH + "/:user";
    private static final String BY = "operator";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Suspensions suspensions;
    private final UsersRepository users;
    private final NamedAccount accounts;
    private final JsonTransformer transformer;

    /** What is told of one. */
    record Suspended(String user, String reason, String since) {
        static Suspended of(Suspension suspension) {
            return new Suspended(suspension.username().asString(), suspension.reason(), suspension.since().toString());
        }
    }

    @Inject
    SuspensionRoutes(Suspensions suspensions, UsersRepository users, NamedAccount accounts, JsonTransformer transformer) {
        this.suspensions = suspensions;
        this.users = users;
        this.accounts = accounts;
        this.transformer = transformer;
    }

    @Override
    public String getBasePath() {
        return PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, (request, response) -> all(), transformer);
        service.put(ONE, this::suspend);
        service.delete(ONE, this::resume);
    }

    private List<Suspended> all() throws Exception {
        return suspensions.all().stream().map(Suspended::of).toList();
    }

    private String suspend(Request request, Response response) throws Exception {
        Username user = accounts.of(RouteArguments.user(request));
        String reason = reason(request.body());
        if (!RouteArguments.flag(request, "force") && !users.contains(user)) {
            throw RouteArguments.refusal(404, ErrorType.NOT_FOUND, "there is no user '" + user.asString() + "' here");
        }
        suspensions.suspend(user, reason, BY);
        return noContent(response);
    }

    private String resume(Request request, Response response) throws Exception {
        Username user = accounts.of(RouteArguments.user(request));
        if (!suspensions.resume(user, BY)) {
            throw RouteArguments.refusal(404, ErrorType.NOT_FOUND, "'" + user.asString() + "' is not suspended");
        }
        return noContent(response);
    }

    private static String reason(String body) {
        if (body == null || body.isBlank()) {
            return "";
        }
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject() && json.path("reason").isTextual()) {
                return json.path("reason").asText();
            }
        } catch (IOException e) {
            throw RouteArguments.refusal(400, ErrorType.INVALID_ARGUMENT, "the body is no JSON");
        }
        throw RouteArguments.refusal(400, ErrorType.INVALID_ARGUMENT, "the body is to be {\"reason\": \"...\"}");
    }

    private static String noContent(Response response) {
        response.status(204);
        return Constants.EMPTY_BODY;
    }
}
