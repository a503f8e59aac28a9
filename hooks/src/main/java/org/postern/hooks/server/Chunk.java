// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Optional;
import java.util.OptionalLong;

import org.apache.james.protocols.api.Response;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** A chunk of a message behind BDAT (RFC 3030 §2). The transaction ends with the last one, or with one that fails. */
record Chunk(SubmissionSession session, MessageReceiver receiver, BdatArgument argument) implements Incoming {
    @Override
    public OptionalLong length() {
        return OptionalLong.of(argument.size());
    }

    @Override
    public void accept(byte[] block, int offset, int length) {
        receiver.accept(block, offset, length);
    }

    @Override
    public Response finish() {
        if (argument.last()) {
            Response response = receiver.finish();
            session.resetState();
            return response;
        }
        Optional<Reply> refusal = receiver.refusal();
        if (refusal.isPresent()) {
            session.resetState();
        }
        return Answers.of(refusal.orElseGet(() -> DialogueReplies.chunkReceived(argument.size())));
    }
}
