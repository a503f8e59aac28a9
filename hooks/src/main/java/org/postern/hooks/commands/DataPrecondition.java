// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.Optional;

import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Connection;
import org.postern.hooks.Transaction;
import org.postern.submission.BodyType;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** What has to be said before the message comes: with DATA (RFC 5321 §4.1.1.4) or with BDAT (RFC 3030 §2). */
public final class DataPrecondition {
    private DataPrecondition() {
    }

    /** @param argument of DATA; it takes none */
    public static Optional<Reply> refusal(SMTPSession session, String argument) {
        if (argument != null && !argument.isBlank()) {
            return Optional.of(DialogueReplies.noArgumentAllowed("DATA"));
        }
        Optional<Reply> sequence = refusal(session);
        if (sequence.isPresent()) {
            return sequence;
        }
        if (Transaction.isMessageUnderWay(session)) {
            return Optional.of(DialogueReplies.messageUnderWay());
        }
        return Transaction.body(session) == BodyType.BINARY ? Optional.of(DialogueReplies.binaryNeedsChunks()) : Optional.empty();
    }

    /** What both ways ask for. */
    public static Optional<Reply> refusal(SMTPSession session) {
        if (Connection.identity(session).isEmpty() || session.getAttachment(SMTPSession.SENDER, State.Transaction).isEmpty()) {
            return Optional.of(DialogueReplies.sayMailFirst());
        }
        return session.getRcptCount() == 0 ? Optional.of(DialogueReplies.sayRcptFirst()) : Optional.empty();
    }
}
