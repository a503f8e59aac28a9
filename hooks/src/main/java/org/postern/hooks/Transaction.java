// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.Optional;
import java.util.function.UnaryOperator;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.postern.submission.BodyType;
import org.postern.submission.Hold;
import org.postern.submission.Reply;
import org.postern.submission.TransferOptions;

/** What is known of the transaction that is running; forgotten with it. */
public final class Transaction {
    private static final AttachmentKey<TransferOptions> OPTIONS = AttachmentKey.of("POSTERN_OPTIONS", TransferOptions.class);
    private static final AttachmentKey<Hold> HOLD = AttachmentKey.of("POSTERN_HOLD", Hold.class);
    private static final AttachmentKey<Reply> ANSWER = AttachmentKey.of("POSTERN_MAIL_ANSWER", Reply.class);
    private static final AttachmentKey<BodyType> BODY = AttachmentKey.of("POSTERN_BODY", BodyType.class);
    private static final AttachmentKey<Boolean> UNDER_WAY = AttachmentKey.of("POSTERN_UNDER_WAY", Boolean.class);

    private static final AttachmentKey<Boolean> FOR_OPERATOR = AttachmentKey.of("POSTERN_FOR_OPERATOR", Boolean.class);

    private Transaction() {
    }

    public static TransferOptions options(ProtocolSession session) {
        return session.getAttachment(OPTIONS, State.Transaction).orElse(TransferOptions.NONE);
    }

    /** Whether the recipient at hand is whoever runs this server (6409-6.4), whom no rule refuses. */
    public static boolean isForOperator(ProtocolSession session) {
        return session.getAttachment(FOR_OPERATOR, State.Transaction).orElse(false);
    }

    public static void setForOperator(ProtocolSession session, boolean forOperator) {
        session.setAttachment(FOR_OPERATOR, forOperator, State.Transaction);
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

    /** What BODY said. */
    public static BodyType body(ProtocolSession session) {
        return session.getAttachment(BODY, State.Transaction).orElse(BodyType.SEVEN_BIT);
    }

    public static void announceBody(ProtocolSession session, BodyType type) {
        session.setAttachment(BODY, type, State.Transaction);
    }

    /** Whether a part of the message has come already (RFC 3030 §2). */
    public static boolean isMessageUnderWay(ProtocolSession session) {
        return session.getAttachment(UNDER_WAY, State.Transaction).isPresent();
    }

    public static void beginMessage(ProtocolSession session) {
        session.setAttachment(UNDER_WAY, true, State.Transaction);
    }
}
