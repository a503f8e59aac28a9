// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.function.UnaryOperator;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.postern.submission.TransferOptions;

/** What MAIL asked for in the transaction that is running; forgotten with it. */
public final class Transaction {
    private static final AttachmentKey<TransferOptions> OPTIONS = AttachmentKey.of("POSTERN_OPTIONS", TransferOptions.class);

    private Transaction() {
    }

    public static TransferOptions options(ProtocolSession session) {
        return session.getAttachment(OPTIONS, State.Transaction).orElse(TransferOptions.NONE);
    }

    /** For a parameter of MAIL that has been accepted. */
    public static void ask(ProtocolSession session, UnaryOperator<TransferOptions> change) {
        session.setAttachment(OPTIONS, change.apply(options(session)), State.Transaction);
    }
}
