// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.postern.submission.header.MessageParser;
import org.postern.submission.header.ParsedMessage;
import org.postern.submission.mime.Reencoding;

/**
 * A message that has come to its end.
 *
 * @param source what is stored of it
 * @param parsed the client's message
 * @param headLength octets in the source that stand before the client's
 */
record StoredMessage(MimeMessageInputStreamSource source, ParsedMessage parsed, int headLength) {
    String queueId() {
        return source.getSourceId();
    }

    /** What has to be encoded so that it can be passed on in lines (RFC 3030 §3). */
    Reencoding binaryParts() throws IOException {
        return Reencoding.toEightBit(source::getInputStream);
    }

    /** The message that is written in place of this one. */
    StoredMessage replacedBy(SubmissionSession session, Reencoding reencoding) throws IOException {
        MimeMessageInputStreamSource lines = MimeMessageInputStreamSource.create(queueId());
        session.setMimeMessageInputStreamSource(lines);
        try (OutputStream out = lines.getWritableOutputStream()) {
            reencoding.writeTo(out);
        } finally {
            LifecycleUtil.dispose(source);
        }
        try (InputStream in = lines.getInputStream()) {
            in.skipNBytes(headLength);
            return new StoredMessage(lines, MessageParser.parse(in), headLength);
        }
    }
}
