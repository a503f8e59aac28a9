// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;

/**
 * The content of a part, encoded.
 *
 * @param encoding quoted-printable or base64
 * @param endsMessage whether nothing follows that would end its last line
 */
record BodyChange(long start, long end, Encoding encoding, boolean endsMessage) implements Change {
    private static final byte[] CRLF = {'\r', '\n'};

    @Override
    public void write(InputStream in, OutputStream out) throws IOException {
        try (OutputStream encoder = encoder(out)) {
            Change.copy(in, encoder, end - start);
        }
        if (encoding == Encoding.BASE64 && endsMessage) {
            out.write(CRLF);
        }
    }

    private OutputStream encoder(OutputStream out) {
        return encoding == Encoding.QUOTED_PRINTABLE ? new QuotedPrintableOutput(out) : Base64.getMimeEncoder().wrap(new Unclosed(out));
    }

    /** The message goes on behind the part. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() {
            // The caller closes.
        }
    }
}
