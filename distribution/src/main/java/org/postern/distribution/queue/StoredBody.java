// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import javax.mail.util.SharedByteArrayInputStream;

import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;

/** The bytes of a queued message, from memory or from their file, or of one that is to be queued. */
sealed interface StoredBody extends MimeMessageSource {

    /** A message as it is now, without a copy in memory where James has none. */
    static InputStream octets(MimeMessage message) throws MessagingException {
        return message instanceof MimeMessageWrapper wrapper ? wrapper.getMessageInputStream() : new MimeMessageInputStream(message);
    }

    /** Bytes in memory, perhaps a part of more. */
    record InMemory(String id, byte[] bytes, int offset, int length) implements StoredBody {

        InMemory(String id, byte[] bytes) {
            this(id, bytes, 0, bytes.length);
        }

        @Override
        public String getSourceId() {
            return id;
        }

        @Override
        public InputStream getInputStream() {
            return length == 0 ? InputStream.nullInputStream() : new SharedByteArrayInputStream(bytes, offset, length);
        }

        @Override
        public long getMessageSize() {
            return length;
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

    /** Bytes of a message that is there for longer than who has this. */
    record Lent(MimeMessage message, long size) implements StoredBody {

        @Override
        public String getSourceId() {
            return "lent-" + UUID.randomUUID();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            try {
                return StoredBody.octets(message);
            } catch (MessagingException e) {
                throw new IOException("The message cannot be read", e);
            }
        }

        @Override
        public long getMessageSize() {
            return size;
        }
    }
}
