// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;

/** NOOP (RFC 5321 §4.1.1.9); an argument is allowed and means nothing. */
public class Noop extends SimpleCommand {
    public Noop() {
        super("NOOP");
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        return Answers.of(DialogueReplies.ok());
    }
}
