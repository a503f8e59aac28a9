// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.UUID;

import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;

/**
 * A message whose octets stay where they are for as long as anybody works on its mail, so that a message with another header is made
 * of them without a copy of its body.
 */
public final class LastingMessage extends MimeMessageWrapper {

    /** @param source there until the mail is done with, whoever is given this message */
    public LastingMessage(MimeMessageSource source) {
        super(source);
    }

    /** Whether its octets are still those of its source, and not what {@code javax.mail} makes of them. */
    boolean isUntouched() {
        return !messageParsed && !isModified();
    }

    /**
     * The same message with another beginning.
     *
     * @param instead of so many octets
     */
    LastingMessage beginning(byte[] octets, long instead) {
        return new LastingMessage(new OtherBeginning("repaired-" + UUID.randomUUID(), octets, source, instead));
    }

    private record OtherBeginning(String getSourceId, byte[] octets, MimeMessageSource source, long instead) implements MimeMessageSource {

        @Override
        public InputStream getInputStream() throws IOException {
            InputStream rest = source.getInputStream();
            try {
                rest.skipNBytes(instead);
            } catch (IOException e) {
                rest.close();
                throw e;
            }
            return new SequenceInputStream(new ByteArrayInputStream(octets), rest);
        }

        @Override
        public long getMessageSize() throws IOException {
            return octets.length + source.getMessageSize() - instead;
        }
    }
}
