// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.Objects;

import org.postern.submission.header.MessageHeader;

/**
 * A message on its way in, parsed once: who submits it, for whom, its header, and what is known of its body.
 */
public record Submission(Identity identity, Envelope envelope, MessageHeader header, BodyFacts body) {
    public Submission {
        Objects.requireNonNull(identity);
        Objects.requireNonNull(envelope);
        Objects.requireNonNull(header);
        Objects.requireNonNull(body);
    }

    public Submission withHeader(MessageHeader changed) {
        return changed == header ? this : new Submission(identity, envelope, changed, body);
    }
}
