// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.apppasswords;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Suppliers;
import org.postern.accounts.AddressBlock;
import org.postern.accounts.AppPassword;
import org.postern.submission.AddressPattern;

/** App passwords as WebAdmin reads and writes them; the form is in {@link AppPasswordRoutes}. */
final class AppPasswordJson {
    private static final int MOST_DAYS = 3_650;

    /** Made when it is asked: the command line has one of us, and most commands read no JSON. */
    private final Supplier<ObjectMapper> mapper = Suppliers.memoize(ObjectMapper::new);

    /** What a new one is to be. */
    record Wanted(List<String> as, List<String> from, Integer expiresInDays, boolean unlisted) {
        /** @throws IllegalArgumentException when it cannot be so; the message is for who asked */
        AppPassword.Limits limits() {
            if (expiresInDays != null && (expiresInDays < 1 || expiresInDays > MOST_DAYS)) {
                throw new IllegalArgumentException("It expires in 1 to " + MOST_DAYS + " days, or never");
            }
            return new AppPassword.Limits(
                parsed(as, AddressPattern::parse, AddressPattern.ALLOWED),
                parsed(from, AddressBlock::parse, AddressBlock.ALLOWED),
                Optional.ofNullable(expiresInDays).map(days -> Clock.systemUTC().instant().plus(Duration.ofDays(days))));
        }

        private static <T> List<T> parsed(List<String> texts, Function<String, T> parser, String allowed) {
            return Optional.ofNullable(texts).orElse(List.of()).stream().map(text -> {
                try {
                    return parser.apply(text);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(e.getMessage() + "; allowed is " + allowed, e);
                }
            }).toList();
        }
    }

    /** One as it is shown. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(String name, List<String> as, List<String> from, String created, String expires, ShownUse lastUse) {
        static Shown of(AppPassword password) {
            return new Shown(password.name(),
                password.limits().senders().stream().map(AddressPattern::text).toList(),
                password.limits().networks().stream().map(AddressBlock::text).toList(),
                text(password.created()),
                password.limits().expires().map(AppPasswordJson::text).orElse(null),
                password.lastUse().map(use -> new ShownUse(text(use.at()), use.from())).orElse(null));
        }
    }

    /** A login. */
    record ShownUse(String at, String from) {
    }

    /** @throws IllegalArgumentException when it is no such object */
    Wanted read(String body) {
        if (body.isBlank()) {
            return new Wanted(List.of(), List.of(), null, false);
        }
        try {
            return mapper.get().readValue(body, Wanted.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body is no JSON object with as, from, expiresInDays and unlisted: "
                + e.getOriginalMessage(), e);
        }
    }

    List<Shown> readList(JsonNode array) throws JsonProcessingException {
        return List.of(mapper.get().treeToValue(array, Shown[].class));
    }

    String write(Object value) throws JsonProcessingException {
        return mapper.get().writeValueAsString(value);
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
