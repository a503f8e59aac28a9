// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.util.function.Consumer;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;

/**
 * The last exchange of a session, so that it comes to an end also when no more of it is heard. The client may leave while we work on
 * its answer: then the answer counts, unless it leads to one more challenge.
 */
public final class RunningExchange {
    private static final AttachmentKey<RunningExchange> KEY = AttachmentKey.of("POSTERN_EXCHANGE", RunningExchange.class);
    private static final String DISCONNECTED = "disconnected";

    private final Consumer<String> abandoned;
    private boolean waiting;
    private boolean left;
    private boolean ended;

    private RunningExchange(Consumer<String> abandoned) {
        this.abandoned = abandoned;
    }

    /** @param abandoned called once, with the reason, if it comes to no other end */
    static RunningExchange begin(ProtocolSession session, Consumer<String> abandoned) {
        RunningExchange exchange = new RunningExchange(abandoned);
        session.setAttachment(KEY, exchange, State.Connection);
        return exchange;
    }

    /** The session's exchange fails, if there is one, for a reason outside of it. */
    public static void breakOff(ProtocolSession session, String reason) {
        session.getAttachment(KEY, State.Connection).ifPresent(exchange -> exchange.abandon(reason));
    }

    static void disconnected(ProtocolSession session) {
        session.getAttachment(KEY, State.Connection).ifPresent(RunningExchange::leave);
    }

    /** The client has to answer. */
    synchronized void challenged() {
        waiting = true;
        if (left) {
            abandon(DISCONNECTED);
        }
    }

    /** The client has answered. */
    synchronized void answered() {
        waiting = false;
    }

    /** It has come to its own end. */
    synchronized void concluded() {
        ended = true;
    }

    synchronized void abandon(String reason) {
        if (!ended) {
            ended = true;
            abandoned.accept(reason);
        }
    }

    private synchronized void leave() {
        left = true;
        if (waiting) {
            abandon(DISCONNECTED);
        }
    }
}
