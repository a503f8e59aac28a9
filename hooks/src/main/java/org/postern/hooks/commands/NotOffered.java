// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;

/** 6409-7: commands that exist and have no place on a submission port. */
public class NotOffered extends SimpleCommand {
    public NotOffered() {
        super("EXPN", "ETRN", "ATRN", "TURN", "SEND", "SOML", "SAML");
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        return Answers.of(DialogueReplies.notImplemented(request.getCommand()));
    }
}
