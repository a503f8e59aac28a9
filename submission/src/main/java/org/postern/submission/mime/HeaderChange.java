// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.header.MessageParser;

/**
 * The fields of a part, with another encoding. All other fields stay as they are.
 *
 * @param encoding what Content-Transfer-Encoding says from now on; empty: what it says now
 * @param mimeVersion whether MIME-Version is added
 * @param charset whether a Content-Type is added that says that nobody knows the charset (RFC 1428)
 */
record HeaderChange(long start, long end, Optional<Encoding> encoding, boolean mimeVersion, boolean charset) implements Change {
    @Override
    public void write(InputStream in, OutputStream out) throws IOException {
        MessageHeader header = MessageParser.parse(in.readNBytes((int) (end - start))).header();
        if (mimeVersion) {
            header = header.append(HeaderField.of("MIME-Version", "1.0"));
        }
        if (charset) {
            header = header.append(HeaderField.of(MediaType.FIELD, "text/plain; charset=unknown-8bit"));
        }
        if (encoding.isPresent()) {
            header = labelled(header, encoding.get().label());
        }
        header.writeTo(out);
    }

    private static MessageHeader labelled(MessageHeader header, String label) {
        if (!header.has(Encoding.FIELD)) {
            return header.append(HeaderField.of(Encoding.FIELD, label));
        }
        return header.edit(field -> field.is(Encoding.FIELD) ? HeaderField.of(field.name(), label) : field);
    }
}
