// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import java.util.Optional;

import org.aaa4j.radius.core.packet.packets.AccessAccept;
import org.aaa4j.radius.core.packet.packets.AccessChallenge;
import org.aaa4j.radius.core.packet.packets.AccessReject;

/** What a server answers to a name and a password (RFC 2865 §4). */
enum Verdict {
    ACCEPTED,
    REJECTED,
    /** It wants to know more, which nobody in an SMTP session can be asked. */
    CHALLENGED;

    /** Empty when the code is none of an answer. */
    static Optional<Verdict> of(int code) {
        return switch (code) {
            case AccessAccept.CODE -> Optional.of(ACCEPTED);
            case AccessReject.CODE -> Optional.of(REJECTED);
            case AccessChallenge.CODE -> Optional.of(CHALLENGED);
            default -> Optional.empty();
        };
    }
}
