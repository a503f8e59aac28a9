// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.Optional;
import java.util.function.UnaryOperator;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.postern.submission.Hold;
import org.postern.submission.Reply;
import org.postern.submission.TransferOptions;

/** What MAIL asked for in the transaction that is running; forgotten with it. */
public final class Transaction {
    private static final AttachmentKey<TransferOptions> OPTIONS = AttachmentKey.of("POSTERN_OPTIONS", TransferOptions.class);
    private static final AttachmentKey<Hold> HOLD = AttachmentKey.of("POSTERN_HOLD", Hold.class);
    private static final AttachmentKey<Reply> ANSWER = AttachmentKey.of("POSTERN_MAIL_ANSWER", Reply.class);

    private Transaction() {
    }

    public static TransferOptions options(ProtocolSession session) {
        return session.getAttachment(OPTIONS, State.Transaction).orElse(TransferOptions.NONE);
    }

    /** For a parameter of MAIL that has been accepted. */
    public static void ask(ProtocolSession session, UnaryOperator<TransferOptions> change) {
        session.setAttachment(OPTIONS, change.apply(options(session)), State.Transaction);
    }

    public static Optional<Hold> hold(ProtocolSession session) {
        return session.getAttachment(HOLD, State.Transaction);
    }

    public static void hold(ProtocolSession session, Hold hold) {
        session.setAttachment(HOLD, hold, State.Transaction);
    }

    /** What MAIL is answered when something is to be said beyond its being accepted. */
    public static Optional<Reply> answer(ProtocolSession session) {
        return session.getAttachment(ANSWER, State.Transaction);
    }

    /** @param reply 250 */
    public static void answer(ProtocolSession session, Reply reply) {
        session.setAttachment(ANSWER, reply, State.Transaction);
    }
}
