// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

import javax.mail.MessagingException;

import org.apache.james.server.core.MimeMessageWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message on its way to the filter, from where it is stored, block by block. The HTTP client does not close what it reads
 * when it is told to stop, and a message that is refused leaves no open file.
 */
final class Upload implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Upload.class);

    private final MimeMessageWrapper message;
    private final long size;
    private final List<InputStream> opened = new ArrayList<>();
    private boolean closed;

    Upload(Question question) {
        message = question.message();
        size = question.size();
    }

    BodyPublisher body() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), size);
    }

    /** Once for each connection that the client tries, on a thread of the client. That octets are missing, the client finds. */
    private synchronized InputStream open() {
        try {
            InputStream octets = closed ? InputStream.nullInputStream() : message.getMessageInputStream();
            opened.add(octets);
            return octets;
        } catch (MessagingException e) {
            LOGGER.error("A message could not be read for the content filter", e);
            return InputStream.nullInputStream();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (InputStream octets : opened) {
            octets.close();
        }
    }
}
