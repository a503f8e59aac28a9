// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.mail.util.SharedByteArrayInputStream;

import org.apache.james.server.core.MimeMessageSource;

/** The bytes of a queued message, from memory or from their file. */
sealed interface StoredBody extends MimeMessageSource {

    /** Bytes that came with the JMS message. */
    record InMessage(String id, byte[] bytes) implements StoredBody {

        @Override
        public String getSourceId() {
            return id;
        }

        @Override
        public InputStream getInputStream() {
            return bytes.length == 0 ? new ByteArrayInputStream(bytes) : new SharedByteArrayInputStream(bytes);
        }

        @Override
        public long getMessageSize() {
            return bytes.length;
        }
    }

    /** Bytes in a file beside the journal. */
    record InFile(Path file) implements StoredBody {

        @Override
        public String getSourceId() {
            return file.toString();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public long getMessageSize() throws IOException {
            return Files.size(file);
        }
    }
}
