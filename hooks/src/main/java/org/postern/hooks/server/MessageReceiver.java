// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

import org.apache.james.protocols.api.Response;
import org.postern.hooks.Answers;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;
import org.postern.submission.header.MessageScanner;
import org.postern.submission.header.ParsedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one message to its end, whatever is wrong with it: what is refused is read on and forgotten, so that the reply
 * comes where the client expects it.
 */
final class MessageReceiver {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageReceiver.class);
    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    private final OutputStream store;
    private final long limit;
    private final Function<ParsedMessage, Response> completion;
    private final Witness witness;
    private final MessageScanner scanner = new MessageScanner();
    private long size;
    private boolean storeFailed;

    /** Of the reply to the whole message. */
    @FunctionalInterface
    interface Witness {
        /**
         * @param end when the last octet had come
         * @param size octets of the client's
         */
        void answered(Instant end, long size, Response response);
    }

    /**
     * @param store closed at the end of the message
     * @param head goes before the client's octets and is not counted
     * @param limit in octets; 0 for none
     * @param completion what becomes of the message
     * @param witness told once, of whatever the reply is
     */
    MessageReceiver(OutputStream store, byte[] head, long limit, Function<ParsedMessage, Response> completion, Witness witness) {
        this.store = store;
        this.limit = limit;
        this.completion = completion;
        this.witness = witness;
        write(head, 0, head.length);
    }

    /** The next octets of the message, its dots taken off. */
    void accept(byte[] block, int offset, int length) {
        size += length;
        if (isTooBig() || storeFailed) {
            return;
        }
        scanner.accept(block, offset, length);
        write(block, offset, length);
    }

    /** The reply to the message. */
    Response finish() {
        Instant end = Instant.now();
        Response response = refusal().map(reply -> (Response) Answers.of(reply)).orElseGet(this::complete);
        witness.answered(end, size, response);
        return response;
    }

    /** Octets of the client's so far. */
    long size() {
        return size;
    }

    /** What there is against the message already. */
    Optional<Reply> refusal() {
        if (isTooBig()) {
            return Optional.of(DialogueReplies.messageTooBig(limit));
        }
        return storeFailed ? Optional.of(DialogueReplies.storageFault()) : Optional.empty();
    }

    private Response complete() {
        ParsedMessage parsed = scanner.finish();
        if (size == 0) {
            write(EMPTY_LINE, 0, EMPTY_LINE.length);
        }
        close();
        return storeFailed ? Answers.of(DialogueReplies.storageFault()) : completion.apply(parsed);
    }

    private boolean isTooBig() {
        return limit > 0 && size > limit;
    }

    private void write(byte[] octets, int offset, int length) {
        try {
            store.write(octets, offset, length);
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void close() {
        try {
            store.close();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Exception e) {
        LOGGER.error("A message could not be stored", e);
        storeFailed = true;
    }
}
