// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.Locale;

/** What a queued mail waits for. */
public enum QueuedState {
    /** It is tried at this moment. */
    IN_DELIVERY,
    /** A person has to let it go on. */
    HELD,
    /** Its account is suspended. */
    SUSPENDED,
    /** The time of its next try has not come. */
    WAITING,
    /** Its turn. */
    DUE;

    /** As people read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
