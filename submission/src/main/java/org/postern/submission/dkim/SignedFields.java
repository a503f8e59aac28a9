// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/**
 * Which fields a signature covers (RFC 6376 §5.4).
 *
 * @param names the values of {@code h=}, in order
 * @param canonical those that are there, in the order in which a verifier reads them, each with its CRLF
 */
record SignedFields(List<String> names, String canonical) {
    /** Named once more than they are there, so that nobody can add another one (RFC 6376 §8.15). */
    private static final List<String> SEALED = List.of("From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID",
        "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding");
    /** Those that are there; who sends it on may add more. RFC 8058 §4 asks for the ones of mailing lists. */
    private static final List<String> PRESENT = List.of("Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc", "Resent-Date",
        "Resent-Message-ID", "List-Id", "List-Post", "List-Owner", "List-Archive", "List-Help", "List-Subscribe", "List-Unsubscribe",
        "List-Unsubscribe-Post", "Auto-Submitted", "Content-ID", "Content-Description", "Content-Language", "Autocrypt");

    static SignedFields of(MessageHeader header) {
        List<String> names = new ArrayList<>();
        StringBuilder canonical = new StringBuilder();
        Stream.concat(SEALED.stream(), PRESENT.stream()).forEach(name -> {
            List<HeaderField> fields = header.named(name);
            // RFC 6376 §5.4.2: of several, a verifier takes the last one first.
            for (int i = fields.size() - 1; i >= 0; i--) {
                names.add(name);
                canonical.append(RelaxedHeader.of(fields.get(i))).append("\r\n");
            }
            if (SEALED.contains(name)) {
                names.add(name);
            }
        });
        return new SignedFields(List.copyOf(names), canonical.toString());
    }
}
