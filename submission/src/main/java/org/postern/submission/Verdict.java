// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.Optional;

/** What a check says of a submission. A look-up that failed becomes {@link TryLater}, never {@link Refuse}. */
public sealed interface Verdict {
    /** Nothing against it. */
    record Accept() implements Verdict {
    }

    /** The author has to change something.
     *
     * @param reply a 5xx reply */
    record Refuse(Reply reply) implements Verdict {
        /** @throws IllegalArgumentException when the reply is not 5xx */
        public Refuse {
            requireClass(reply, 5);
        }
    }

    /** Something on our side does not work now.
     *
     * @param reply a 4xx reply */
    record TryLater(Reply reply) implements Verdict {
        /** @throws IllegalArgumentException when the reply is not 4xx */
        public TryLater {
            requireClass(reply, 4);
        }
    }

    Verdict ACCEPT = new Accept();

    static Verdict refuse(Reply reply) {
        return new Refuse(reply);
    }

    static Verdict tryLater(Reply reply) {
        return new TryLater(reply);
    }

    /** What the author is told, unless there is nothing to say. */
    default Optional<Reply> answer() {
        if (this instanceof Refuse refuse) {
            return Optional.of(refuse.reply());
        }
        if (this instanceof TryLater later) {
            return Optional.of(later.reply());
        }
        return Optional.empty();
    }

    private static void requireClass(Reply reply, int statusClass) {
        if (reply.code() / 100 != statusClass) {
            throw new IllegalArgumentException("This verdict takes a " + statusClass + "xx reply, not " + reply);
        }
    }
}
