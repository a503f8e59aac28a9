// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.time.Instant;
import java.util.Objects;

/**
 * A message that its author wants sent later (RFC 4865). It ends with this server: nobody passes it on (§3).
 *
 * @param until the message does not leave before
 * @param request what MAIL said, as reports quote it (§5.1.2): {@code for;} with seconds or {@code until;} with a time
 */
public record Hold(Instant until, String request) {
    public Hold {
        Objects.requireNonNull(until);
        Objects.requireNonNull(request);
    }

    /** RFC 4865 §5.2.2: no message can be released in time and delivered in time then. */
    public boolean outlasts(DeliverBy by) {
        return until.isAfter(by.deadline());
    }
}
