// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;

/** QUIT (RFC 5321 §4.1.1.10). */
public class Quit extends SimpleCommand {
    public Quit() {
        super("QUIT");
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        if (!argument.isEmpty()) {
            return Answers.of(DialogueReplies.noArgumentAllowed("QUIT"));
        }
        return Answers.closing(DialogueReplies.goodbye(session.getConfiguration().getHelloName()));
    }
}
