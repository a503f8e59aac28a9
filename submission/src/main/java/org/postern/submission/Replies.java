// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import org.apache.james.core.MailAddress;

/** Every reply that Postern gives on its own account, in one place. */
public final class Replies {
    private static final int SHOWN_VALUE = 120;

    private Replies() {
    }

    /** 6409-6.1. */
    public static Reply notYourAddress(Identity identity, String where, MailAddress address) {
        return new Reply(550, new EnhancedStatus(5, 7, 1),
            identity.username().asString() + " may not send as " + shown(address.asString()) + " (" + where + ")");
    }

    /** 6409-5.1b: a header field that is wrong, named. */
    public static Reply badHeader(String field, String reason) {
        return new Reply(554, new EnhancedStatus(5, 6, 0), "Header field " + shown(field) + ": " + reason);
    }

    /** A store of ours does not answer. */
    public static Reply localFault() {
        return new Reply(451, new EnhancedStatus(4, 3, 0), "Temporary fault on our side, please try again later");
    }

    private static String shown(String value) {
        return Printable.line(value, SHOWN_VALUE);
    }
}
