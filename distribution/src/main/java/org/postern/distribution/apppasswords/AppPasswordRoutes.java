// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.apppasswords;

import java.util.Map;

import javax.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.postern.accounts.AppPasswords;
import org.postern.distribution.admin.NamedAccount;
import org.postern.distribution.admin.RouteArguments;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * App passwords in WebAdmin, under {@code /app-passwords}.
 *
 * <p>{@code GET /app-passwords/PERSON}: 200 and what the person has. {@code expires} and {@code lastUse} are absent when there is
 * none:
 *
 * <pre>{@code
 * [{"name": "scanner", "as": ["scans@example.org"], "from": ["192.0.2.0/24"], "created": "2026-11-25T12:00:00Z",
 *   "expires": "2027-02-23T12:00:00Z", "lastUse": {"at": "2026-11-26T08:15:30Z", "from": "192.0.2.7"}}]
 * }</pre>
 *
 * <p>{@code PUT /app-passwords/PERSON/NAME}: makes one; 201 and the password, which is not shown again. The body may be empty, and
 * so may each part of it. {@code as} has addresses as {@code grants.xml} has them, {@code from} addresses and blocks of them
 * (CIDR). It acts as somebody who has delegated to the person only for an address in {@code as}. {@code unlisted}: the
 * person is one whom no users' repository knows, such as those of a RADIUS server.
 *
 * <pre>{@code
 * {"as": ["scans@example.org", "*@lists.example.org"], "from": ["192.0.2.0/24", "2001:db8::7"], "expiresInDays": 90,
 *  "unlisted": false}
 *
 * {"name": "scanner", "password": "7k3m-…"}
 * }</pre>
 *
 * <p>{@code DELETE /app-passwords/PERSON/NAME}: revokes one; 204.
 *
 * <p>Those that were made under another name of the person, when that was not known to be one, are told and revoked with PERSON as that
 * name.
 *
 * <p>400 when something of that is not understood, 404 when there is no such person or no such app password, 409 when the person
 * has one of that name; each with a JSON object whose {@code message} is for people.
 */
final class AppPasswordRoutes implements Routes {
    private static final String BASE = "/app-passwords";
    private static final String PERSON = ":person";
    private static final String NAME = ":name";
    private static final String ONE = BASE + "/" + PERSON + "/" + NAME;

    private final AppPasswords appPasswords;
    private final UsersRepository users;
    private final NamedAccount accounts;
    private final AppPasswordJson json = new AppPasswordJson();

    @Inject
    AppPasswordRoutes(AppPasswords appPasswords, UsersRepository users, NamedAccount accounts) {
        this.appPasswords = appPasswords;
        this.users = users;
        this.accounts = accounts;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.get(BASE + "/" + PERSON, this::list);
        service.put(ONE, this::add);
        service.delete(ONE, this::revoke);
    }

    private String list(Request request, Response response) throws JsonProcessingException {
        response.type("application/json");
        return json.write(person(request).names().stream()
            .flatMap(name -> appPasswords.of(name).stream())
            .map(AppPasswordJson.Shown::of)
            .toList());
    }

    private String add(Request request, Response response) throws JsonProcessingException, UsersRepositoryException {
        Username person = person(request).account();
        try {
            AppPasswordJson.Wanted wanted = json.read(request.body());
            if (!wanted.unlisted() && !users.contains(person)) {
                throw RouteArguments.refusal(404, ErrorType.NOT_FOUND, person.asString() + " is not among the people of this server"
                    + " (unlisted: they are known to a server that lists nobody)");
            }
            String secret = appPasswords.add(person, request.params(NAME), wanted.limits(), !wanted.unlisted());
            response.status(201);
            response.type("application/json");
            return json.write(Map.of("name", request.params(NAME), "password", secret));
        } catch (IllegalArgumentException e) {
            throw RouteArguments.refusal(400, ErrorType.INVALID_ARGUMENT, e.getMessage());
        } catch (IllegalStateException e) {
            throw RouteArguments.refusal(409, ErrorType.WRONG_STATE, e.getMessage());
        }
    }

    private String revoke(Request request, Response response) {
        NamedAccount.Named person = person(request);
        boolean was = false;
        for (Username name : person.names()) {
            was |= appPasswords.revoke(person.account(), name, request.params(NAME));
        }
        if (!was) {
            throw RouteArguments.refusal(404, ErrorType.NOT_FOUND,
                person.account().asString() + " has no app password '" + request.params(NAME) + "'");
        }
        response.status(204);
        return "";
    }

    private NamedAccount.Named person(Request request) {
        return accounts.named(request.params(PERSON));
    }
}
