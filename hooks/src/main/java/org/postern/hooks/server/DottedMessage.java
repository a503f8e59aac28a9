// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.OptionalLong;

import org.apache.james.protocols.api.Response;

/** A message behind DATA: the transaction ends with it. */
record DottedMessage(SubmissionSession session, MessageReceiver receiver) implements Incoming {
    @Override
    public OptionalLong length() {
        return OptionalLong.empty();
    }

    @Override
    public void accept(byte[] block, int offset, int length) {
        receiver.accept(block, offset, length);
    }

    @Override
    public Response finish() {
        Response response = receiver.finish();
        session.resetState();
        return response;
    }
}
