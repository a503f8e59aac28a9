// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.Optional;
import java.util.function.Consumer;

import org.postern.submission.Reply;

/** What became of a parameter's value. */
public sealed interface Reading<T> {
    /** It can be had. */
    record Granted<T>(T value) implements Reading<T> {
    }

    /**
     * It cannot.
     *
     * @param reply 5xx
     */
    record Refused<T>(Reply reply) implements Reading<T> {
    }

    /** Hands over the value, or gives the reply to MAIL. */
    default Optional<Reply> handTo(Consumer<T> use) {
        if (this instanceof Refused<T> refused) {
            return Optional.of(refused.reply());
        }
        use.accept(((Granted<T>) this).value());
        return Optional.empty();
    }
}
