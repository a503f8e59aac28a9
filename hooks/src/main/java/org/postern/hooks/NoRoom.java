// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The disk has no room for new mail; it is all right otherwise, and what is queued is delivered. */
public final class NoRoom extends IOException {
    private static final long serialVersionUID = 1L;

    public NoRoom(String message) {
        super(message);
    }

    /** The one that has led to a fault, if one has. */
    public static Optional<NoRoom> behind(Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
            .filter(NoRoom.class::isInstance).map(NoRoom.class::cast).findFirst();
    }
}
