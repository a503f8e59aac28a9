// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.io.Closeable;
import java.time.Instant;
import java.util.Optional;

import javax.mail.MessagingException;

import com.google.inject.ImplementedBy;
import org.apache.mailet.Mail;

/** Takes mail that has passed all checks over from the dialogue. */
@ImplementedBy(SpoolHandover.class)
public interface Handover extends Closeable {

    /**
     * Returns when the mail is on disk.
     *
     * @param until the mail waits until then (RFC 4865)
     * @throws MessagingException when it is not; nothing is queued then. {@link NoRoom} is behind it when the disk is full
     */
    void take(Mail mail, Optional<Instant> until) throws MessagingException;
}
