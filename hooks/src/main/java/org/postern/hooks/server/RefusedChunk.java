// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Optional;
import java.util.OptionalLong;

import org.apache.james.protocols.api.Response;
import org.postern.hooks.Answers;
import org.postern.submission.Replies;

/** A chunk that is read and forgotten, so that the next command is found; the refusal waits for its end (RFC 3030 §2). */
final class RefusedChunk implements Incoming {
    private final long size;
    private Optional<Response> refusal = Optional.empty();

    RefusedChunk(long size) {
        this.size = size;
    }

    void holdBack(Response reply) {
        refusal = Optional.of(reply);
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(size);
    }

    @Override
    public void accept(byte[] block, int offset, int length) {
        // Nobody wants it.
    }

    @Override
    public Response finish() {
        return refusal.orElseGet(() -> Answers.of(Replies.localFault()));
    }
}
