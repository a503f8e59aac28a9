// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.apache.james.util.DurationParser;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.eclipse.jetty.http.HttpStatus;
import org.postern.distribution.admin.RouteArguments;
import org.postern.distribution.queue.Selection;
import spark.HaltException;

/**
 * The parameters of a request: {@code id} (may be repeated), {@code sender} ({@code <>} for the null one), {@code recipient},
 * {@code domain}, {@code olderThan} (such as {@code 2h}), {@code held}, {@code before} (a moment that an earlier answer named),
 * {@code limit}, {@code dryRun} and {@code all}.
 *
 * @param limit no more than so many at once
 * @param all whether it is meant when no filter is given
 */
record QueueQuery(Selection which, int limit, boolean dryRun, boolean all) {

    /** So many are read, or written again, in one request. */
    static final int MOST = 1000;

    private static final int USUAL = 100;
    private static final Set<String> KNOWN = new TreeSet<>(Set.of("id", "sender", "recipient", "domain", "olderThan", "held", "before",
        "limit", "dryRun", "all"));
    private static final Pattern TIME = Pattern.compile("[0-9]{1,9} ?[A-Za-z]+");
    private static final Pattern ADDRESS = Pattern.compile("\\S.*@\\S+");
    private static final Pattern DOMAIN = Pattern.compile("[^\\s@]+");
    private static final String NULL_SENDER = "<>";

    /** @throws HaltException with 400 when one of them is wrong */
    static QueueQuery read(Map<String, String[]> parameters, Clock clock) {
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            if (!KNOWN.contains(parameter.getKey()) || parameter.getValue().length != 1 && !"id".equals(parameter.getKey())) {
                throw refusal("the parameter '" + parameter.getKey() + "' is unknown or given twice; there are "
                    + String.join(", ", KNOWN));
            }
        }
        Optional<Instant> arrivedBefore = text(parameters, "olderThan").map(time -> ago(time, clock));
        Selection which = new Selection(Set.of(parameters.getOrDefault("id", new String[0])),
            matching(parameters, "sender", text -> text.equals(NULL_SENDER) || ADDRESS.matcher(text).matches(), "an address or <>")
                .map(sender -> sender.equals(NULL_SENDER) ? "" : sender),
            matching(parameters, "recipient", ADDRESS.asMatchPredicate(), "an address"),
            matching(parameters, "domain", DOMAIN.asMatchPredicate(), "a domain"),
            arrivedBefore, text(parameters, "before").map(QueueQuery::moment), flag(parameters, "held"));
        return new QueueQuery(which, limit(parameters), flag(parameters, "dryRun"), flag(parameters, "all"));
    }

    /** @throws HaltException with 400 unless it says what it is about: by a filter, or by {@code all} and no filter */
    Selection ofWork() {
        if (which.isEverything() != all) {
            throw refusal(all ? "either all, or a filter" : "say which messages, by id, sender, recipient, domain or age; or all");
        }
        return which;
    }

    private static Optional<String> text(Map<String, String[]> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).map(values -> values[0].strip());
    }

    private static Optional<String> matching(Map<String, String[]> parameters, String name, Predicate<String> right, String expected) {
        Optional<String> text = text(parameters, name);
        if (text.filter(right.negate()).isPresent()) {
            throw refusal(name + " is '" + text.get() + "', " + expected + " is expected");
        }
        return text;
    }

    private static Instant ago(String time, Clock clock) {
        try {
            if (TIME.matcher(time).matches()) {
                return clock.instant().minus(DurationParser.parse(time));
            }
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw noTime(time);
        }
        throw noTime(time);
    }

    private static HaltException noTime(String text) {
        return refusal("olderThan is '" + text + "', a time as 30m, 2h or 3d is expected");
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw refusal("before is '" + text + "', a moment as " + Instant.EPOCH + " is expected");
        }
    }

    private static boolean flag(Map<String, String[]> parameters, String name) {
        Optional<String> text = text(parameters, name);
        if (text.filter(value -> !List.of("true", "false").contains(value)).isPresent()) {
            throw refusal(name + " is '" + text.get() + "', true or false is expected");
        }
        return text.map(Boolean::valueOf).orElse(false);
    }

    private static int limit(Map<String, String[]> parameters) {
        String text = text(parameters, "limit").orElse(String.valueOf(USUAL));
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw refusal("limit is '" + text + "', a number from 1 to " + MOST + " is expected");
        }
        return Integer.parseInt(text);
    }

    private static HaltException refusal(String sentence) {
        return RouteArguments.refusal(HttpStatus.BAD_REQUEST_400, ErrorType.INVALID_ARGUMENT, sentence);
    }
}
