// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;

/** RSET (RFC 5321 §4.1.1.5): forgets the transaction, not who authenticated. */
public class Rset extends SimpleCommand {
    public Rset() {
        super("RSET");
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        if (!argument.isEmpty()) {
            return Answers.of(DialogueReplies.noArgumentAllowed("RSET"));
        }
        session.resetState();
        return Answers.of(DialogueReplies.reset());
    }
}
