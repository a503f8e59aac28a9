// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.pop;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

import com.google.common.net.InetAddresses;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.PublicRoutes;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.apache.james.webadmin.utils.JsonExtractException;
import org.apache.james.webadmin.utils.JsonExtractor;
import org.postern.accounts.StoredNames;
import org.postern.accounts.Suspensions;
import org.postern.accounts.pop.PopLogins;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.UserNames;
import org.postern.distribution.admin.RouteArguments;
import org.postern.submission.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.HaltException;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * {@code PUT /popBeforeSmtp/ADDRESS} with {@code {"user": "ann@example.org"}}: she has just logged in to read her mail, from this
 * address. {@code 204} when it is open for her now. Whoever calls has {@code Authorization: Bearer TOKEN}, which opens nothing else.
 */
final class PopRoutes implements PublicRoutes {

    /** The body. */
    record Reader(String user) {
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(PopRoutes.class);
    private static final String PATH = "/popBeforeSmtp";
    private static final String ADDRESS = ":address";
    private static final String BEARER = "Bearer ";
    private static final int SHOWN_NAME = 100;

    private final PopLogins logins;
    private final DomainList domains;
    private final UsersRepository users;
    private final Suspensions suspensions;
    private final StoreCalls stores;
    private final byte[] token;
    private final JsonExtractor<Reader> bodies = new JsonExtractor<>(Reader.class);

    PopRoutes(PopLogins logins, DomainList domains, UsersRepository users, Suspensions suspensions, StoreCalls stores, String token) {
        this.logins = logins;
        this.domains = domains;
        this.users = users;
        this.suspensions = suspensions;
        this.stores = stores;
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String getBasePath() {
        return PATH;
    }

    @Override
    public void define(Service service) {
        service.put(PATH + "/" + ADDRESS, this::open);
    }

    private String open(Request request, Response response) {
        if (!MessageDigest.isEqual(token, presented(request))) {
            response.header("WWW-Authenticate", "Bearer realm=\"Postern POP-before-SMTP\"");
            throw RouteArguments.refusal(401, ErrorType.INVALID_ARGUMENT, "The token of conf/" + PopModule.TOKEN + " is needed");
        }
        if (!logins.isOn()) {
            throw RouteArguments.refusal(404, ErrorType.NOT_FOUND,
                "POP-before-SMTP is off; <popBeforeSmtp> in authentication.xml turns it on");
        }
        long moment = logins.moment();
        InetAddress address = address(request.params(ADDRESS));
        Username reader = account(reader(request.body()));
        Optional<String> refusal = refusal(reader);
        if (refusal.isPresent()) {
            throw RouteArguments.refusal(409, ErrorType.WRONG_STATE, refusal.get());
        }
        logins.loggedIn(address, reader, moment);
        LOGGER.info("pop login user={} client={} opened for {} s", Printable.line(reader.asString(), SHOWN_NAME),
            InetAddresses.toAddrString(address), logins.lifetime().toSeconds());
        response.status(204);
        return "";
    }

    private static byte[] presented(Request request) {
        return Optional.ofNullable(request.headers("Authorization"))
            .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(header -> header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8))
            .orElseGet(() -> new byte[0]);
    }

    /** Never one of this machine: everything that runs on it would be that person. */
    private static InetAddress address(String text) {
        if (!InetAddresses.isInetAddress(text)) {
            throw badRequest("The address is not an IP address, such as 192.0.2.7 or 2001:db8::7");
        }
        InetAddress address = InetAddresses.forString(text);
        if (address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw badRequest("The address is not that of a client; a loopback address would open this machine itself");
        }
        return address;
    }

    private Username reader(String body) {
        try {
            return Optional.ofNullable(bodies.parse(body).user())
                .filter(user -> user.chars().noneMatch(Character::isISOControl))
                .map(UserNames::parse)
                .orElseThrow(() -> badRequest("The body needs a user, as in {\"user\": \"ann@example.org\"}"));
        } catch (JsonExtractException | IllegalArgumentException e) {
            throw badRequest("The body is not of the form {\"user\": \"ann@example.org\"}");
        }
    }

    private Username account(Username reader) {
        try {
            return stores.ask(() -> StoredNames.spelling(users, reader));
        } catch (Exception e) {
            throw unavailable(e);
        }
    }

    private Optional<String> refusal(Username reader) {
        try {
            if (reader.hasDomainPart() && !stores.ask(() -> domains.containsDomain(reader.getDomainPart().orElseThrow()))) {
                return Optional.of("Domain '" + reader.getDomainPart().orElseThrow().asString() + "' is none of this server");
            }
            return stores.ask(() -> suspensions.isSuspended(reader)) ? Optional.of("This account is suspended") : Optional.empty();
        } catch (Exception e) {
            throw unavailable(e);
        }
    }

    private static HaltException unavailable(Exception cause) {
        LOGGER.error("a pop login cannot be judged now", cause);
        return RouteArguments.refusal(503, ErrorType.SERVER_ERROR, "A store does not answer, please try again later");
    }

    private static HaltException badRequest(String message) {
        return RouteArguments.refusal(400, ErrorType.INVALID_ARGUMENT, message);
    }
}
