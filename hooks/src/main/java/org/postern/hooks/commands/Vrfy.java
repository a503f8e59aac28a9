// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;

/** VRFY (RFC 5321 §3.5.3): answers everybody alike, so that nobody learns who has a mailbox. */
public class Vrfy extends SimpleCommand {
    public Vrfy() {
        super("VRFY");
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        return Answers.of(argument.isEmpty() ? DialogueReplies.badSyntax("VRFY address") : DialogueReplies.cannotVerify());
    }
}
