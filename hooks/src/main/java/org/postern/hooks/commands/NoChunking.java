// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;

/** BDAT (RFC 3030) on James's own listener, which reads lines and nothing else. */
public class NoChunking extends SimpleCommand {
    public NoChunking() {
        super("BDAT");
    }

    @Override
    Response answer(SMTPSession session, Request request, String argument) {
        return Answers.of(DialogueReplies.notImplemented(request.getCommand()));
    }
}
