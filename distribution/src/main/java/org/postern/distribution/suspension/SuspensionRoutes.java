// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import java.io.IOException;
import java.util.List;

import javax.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.webadmin.Constants;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.postern.accounts.Suspension;
import org.postern.accounts.Suspensions;
import org.postern.distribution.admin.NamedAccount;
import org.postern.distribution.admin.NamedAccount.Named;
import org.postern.distribution.admin.RouteArguments;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * {@code GET /suspended}: who is; {@code PUT /suspended/USER} with {@code {"reason": "..."}}, which may be left out: suspends, also a
 * name that no source of people knows with {@code ?force=true}; {@code DELETE /suspended/USER}: resumes. 204; but 200 and
 * {@code {"user": "...", "message": "..."}} when a source cannot be asked now whose other name USER may be: the name is suspended as it
 * was typed, and the request is to be made again.
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

    /** What is told when the name that was typed may be another one of the account's. */
    record Unsure(String user, String message) {
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
        Named user = accounts.named(RouteArguments.user(request));
        String reason = reason(request.body());
        if (!RouteArguments.flag(request, "force")) {
            mustExist(user);
        }
        suspensions.suspend(user.account(), reason, BY);
        return user.isKnown() ? noContent(response) : unsure(user.account().asString(), response);
    }

    private String unsure(String user, Response response) throws JsonProcessingException {
        response.type(Constants.JSON_CONTENT_TYPE);
        return transformer.render(new Unsure(user,
            "whose other name " + user + " may be is not known now: suspend it again when all sources of people answer"));
    }

    private void mustExist(Named user) {
        try {
            if (users.contains(user.account())) {
                return;
            }
        } catch (UsersRepositoryException e) {
            throw RouteArguments.refusal(503, ErrorType.SERVER_ERROR, "whether there is a user '" + user.account().asString()
                + "' is not known now; the name is suspended all the same with --force");
        }
        throw RouteArguments.refusal(404, ErrorType.NOT_FOUND, "there is no user '" + user.account().asString() + "' here");
    }

    /** Also the name as it was typed, under which an account may have been suspended while its own was not known. */
    private String resume(Request request, Response response) throws Exception {
        Named user = accounts.named(RouteArguments.user(request));
        boolean was = false;
        for (Username name : user.names()) {
            was |= suspensions.resume(name, BY);
        }
        if (!was) {
            throw RouteArguments.refusal(404, ErrorType.NOT_FOUND, "'" + user.account().asString() + "' is not suspended");
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
