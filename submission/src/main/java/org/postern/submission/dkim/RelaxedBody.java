// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/**
 * RFC 6376 §3.4.4: the hash of a body in its relaxed form, read block by block. A CR or LF that stands alone ends a line,
 * as it does when {@code javax.mail} sends it.
 *
 * <p>Not safe for use by several threads. One instance reads one body.
 */
final class RelaxedBody {
    private static final int BLOCK = 16 * 1024;
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private final MessageDigest digest;
    private final byte[] canonical = new byte[BLOCK];
    private int length;
    private long lineEnds;
    private boolean space;
    private boolean hasContent;
    private byte last;

    RelaxedBody() throws GeneralSecurityException {
        digest = MessageDigest.getInstance("SHA-256");
    }

    /** Reads to the end of the stream and leaves it open. */
    static byte[] hash(InputStream body) throws IOException, GeneralSecurityException {
        RelaxedBody relaxed = new RelaxedBody();
        byte[] block = new byte[BLOCK];
        for (int length = body.read(block); length >= 0; length = body.read(block)) {
            relaxed.accept(block, length);
        }
        return relaxed.finish();
    }

    void accept(byte[] block, int count) {
        for (int i = 0; i < count; i++) {
            byte octet = block[i];
            if (octet == ' ' || octet == '\t') {
                space = true;
            } else if (octet == CR || octet == LF) {
                if (octet == CR || last != CR) {
                    lineEnds++;
                }
                space = false;
            } else {
                content(octet);
            }
            last = octet;
        }
    }

    /** Empty lines at the end do not count; content ends with CRLF in any case. */
    byte[] finish() {
        if (hasContent) {
            put(CR);
            put(LF);
        }
        digest.update(canonical, 0, length);
        return digest.digest();
    }

    private void content(byte octet) {
        for (; lineEnds > 0; lineEnds--) {
            put(CR);
            put(LF);
        }
        if (space) {
            put((byte) ' ');
            space = false;
        }
        put(octet);
        hasContent = true;
    }

    private void put(byte octet) {
        if (length == canonical.length) {
            digest.update(canonical, 0, length);
            length = 0;
        }
        canonical[length++] = octet;
    }
}
