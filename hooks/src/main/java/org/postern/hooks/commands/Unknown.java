// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.UnknownCommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;

/** Whatever no other handler knows. */
public class Unknown extends SimpleCommand {
    public Unknown() {
        super(UnknownCommandHandler.COMMAND_IDENTIFIER);
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        return Answers.of(DialogueReplies.unknownCommand());
    }
}
