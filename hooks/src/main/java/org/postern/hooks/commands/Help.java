// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;

/** HELP (RFC 5321 §4.1.1.8). */
public class Help extends SimpleCommand {
    public Help() {
        super("HELP");
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        return Answers.of(DialogueReplies.help());
    }
}
