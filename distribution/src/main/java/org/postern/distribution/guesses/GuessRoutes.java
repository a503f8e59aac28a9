// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.guesses;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.inject.Inject;

import com.google.common.net.InetAddresses;
import org.apache.james.webadmin.Constants;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.eclipse.jetty.http.HttpStatus;
import org.postern.accounts.GuessLimits;
import org.postern.accounts.Guesses;
import org.postern.accounts.Network;
import org.postern.distribution.admin.RouteArguments;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * {@code GET /guesses}: what this node has counted of guesses, the longest lock-outs first.
 * {@code DELETE /guesses?network=N&account=A}: forgets what was counted of a network, of a name, or of both; without either, all.
 */
public final class GuessRoutes implements Routes {

    /**
     * As in the JSON.
     *
     * @param network null there when it is everywhere
     * @param account null there when it is all names
     * @param lockedOutSeconds 0 when it is heard
     */
    public record Row(Optional<String> network, Optional<String> account, int wrong, long lockedOutSeconds) {

        static Row of(Guesses guesses) {
            return new Row(guesses.network().map(Network::text), guesses.account(), guesses.wrong(),
                guesses.lockedOut().map(left -> left.plusSeconds(1).minusNanos(1)).map(Duration::toSeconds).orElse(0L));
        }
    }

    /** The path. */
    public static final String BASE = "/guesses";
    private static final String NETWORK = "network";
    private static final String ACCOUNT = "account";
    private static final int MOST_SHOWN = 1000;
    private static final String IPV6_PREFIX = "/64";

    private final GuessLimits guesses;
    private final JsonTransformer json;

    @Inject
    GuessRoutes(GuessLimits guesses, JsonTransformer json) {
        this.guesses = guesses;
        this.json = json;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, (request, response) -> counted(), json);
        service.delete(BASE, this::forget);
    }

    private List<Row> counted() {
        return guesses.guesses().stream().limit(MOST_SHOWN).map(Row::of).toList();
    }

    private String forget(Request request, Response response) {
        for (String parameter : request.queryParams()) {
            if (!Set.of(NETWORK, ACCOUNT).contains(parameter) || request.queryParams(parameter).isBlank()) {
                throw refusal(parameter + " is not expected here or empty; network and account are");
            }
        }
        Optional<Network> network = Optional.ofNullable(request.queryParams(NETWORK)).map(GuessRoutes::network);
        Optional<String> account = Optional.ofNullable(request.queryParams(ACCOUNT));
        if (network.isEmpty() && account.isEmpty()) {
            guesses.forgetAll();
        } else {
            guesses.forget(network, account);
        }
        response.status(HttpStatus.NO_CONTENT_204);
        return Constants.EMPTY_BODY;
    }

    private static Network network(String text) {
        String address = text.endsWith(IPV6_PREFIX) ? text.substring(0, text.length() - IPV6_PREFIX.length()) : text;
        if (!InetAddresses.isInetAddress(address)) {
            throw refusal("network is an IP address, or an IPv6 address with /64");
        }
        return Network.of(address);
    }

    private static RuntimeException refusal(String message) {
        return RouteArguments.refusal(HttpStatus.BAD_REQUEST_400, ErrorType.INVALID_ARGUMENT, message);
    }
}
