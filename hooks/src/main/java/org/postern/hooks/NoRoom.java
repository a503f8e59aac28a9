// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.io.IOException;
import java.util.Optional;

import com.google.common.base.Throwables;

/** The disk has no room for new mail; it is all right otherwise, and what is queued is delivered. */
public final class NoRoom extends IOException {
    private static final long serialVersionUID = 1L;

    public NoRoom(String message) {
        super(message);
    }

    /** The one that has led to a fault, if one has. */
    public static Optional<NoRoom> behind(Throwable fault) {
        return Throwables.getCausalChain(fault).stream()
            .filter(NoRoom.class::isInstance).map(NoRoom.class::cast).findFirst();
    }
}
