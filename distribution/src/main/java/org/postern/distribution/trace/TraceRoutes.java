// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.inject.Inject;
import javax.persistence.PersistenceException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.james.webadmin.Constants;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.eclipse.jetty.http.HttpStatus;
import org.postern.distribution.admin.RouteArguments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * {@code GET /trace?q=Q&since=2d&limit=100}: what happened to a message, or to all messages of an address: Q is a queue id, a Message-ID,
 * or an address. Of an address the newest {@code limit} messages since then; without {@code since}, of all time that is kept.
 *
 * <pre>{@code
 * {"more": false, "stories": [{"id": "Mail1795...", "events": [{"time": "...", "event": "accepted", ...}, ...]}]}
 * }</pre>
 */
public final class TraceRoutes implements Routes {

    /** The path. */
    public static final String BASE = "/trace";
    private static final String WANTED = "q";
    private static final String SINCE = "since";
    private static final String LIMIT = "limit";
    private static final int MOST_STORIES = 1000;
    private static final int DEFAULT_STORIES = 100;
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOGGER = LoggerFactory.getLogger(TraceRoutes.class);

    private final TraceSearch search;
    private final Clock clock;

    @Inject
    TraceRoutes(TraceSearch search, Clock clock) {
        this.search = search;
        this.clock = clock;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, this::find);
    }

    private String find(Request request, Response response) {
        for (String parameter : request.queryParams()) {
            if (!Set.of(WANTED, SINCE, LIMIT).contains(parameter)) {
                throw refusal(parameter + " is not expected here; q, since and limit are");
            }
        }
        String wanted = request.queryParamOrDefault(WANTED, "").strip();
        if (wanted.isEmpty()) {
            throw refusal("q is missing: a queue id, a Message-ID, or an address");
        }
        Instant since = Optional.ofNullable(request.queryParams(SINCE)).map(this::since).orElse(Instant.EPOCH);
        int limit = Optional.ofNullable(request.queryParams(LIMIT)).map(TraceRoutes::limit).orElse(DEFAULT_STORIES);
        response.type(Constants.JSON_CONTENT_TYPE);
        try {
            return json(search.find(wanted, since, limit)).toString();
        } catch (PersistenceException e) {
            LOGGER.error("The trace cannot be read", e);
            throw RouteArguments.refusal(HttpStatus.SERVICE_UNAVAILABLE_503, ErrorType.SERVER_ERROR, "the trace cannot be read now");
        }
    }

    private Instant since(String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            throw refusal("since is a time such as 30m, 6h or 2d, not '" + text + "'");
        }
        long number = Long.parseLong(time.group(1));
        try {
            return clock.instant().minus(switch (time.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            });
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static int limit(String text) {
        if (text.matches("\\d{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST_STORIES) {
            return Integer.parseInt(text);
        }
        throw refusal("limit is a number of 1 to " + MOST_STORIES + ", not '" + text + "'");
    }

    private static ObjectNode json(TraceSearch.Found found) {
        ObjectNode answer = JSON.createObjectNode().put("more", found.more());
        ArrayNode stories = answer.putArray("stories");
        found.stories().forEach(story -> {
            ArrayNode events = stories.addObject().put("id", story.id()).putArray("events");
            story.events().forEach(event -> events.add(TraceJson.object(event)));
        });
        return answer;
    }

    private static RuntimeException refusal(String message) {
        return RouteArguments.refusal(HttpStatus.BAD_REQUEST_400, ErrorType.INVALID_ARGUMENT, message);
    }
}
