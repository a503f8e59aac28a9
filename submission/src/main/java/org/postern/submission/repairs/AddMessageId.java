// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.header.MessageId;

/**
 * 6409-8.3: a missing {@code Message-ID} is added, a malformed one is replaced. It says when it was made and by which
 * server, and cannot be guessed. A server without a qualified name, whose identifiers would look like everybody else's,
 * gives the domain of the person's mailbox in its place.
 */
public final class AddMessageId implements Repair {
    private static final int RADIX = 36;

    private final Clock clock;
    private final RandomGenerator random;
    private final String hostName;

    /**
     * @param random unguessable, safe for use by many threads, such as {@code java.security.SecureRandom}
     * @param hostName of this server; used when it is fully qualified
     */
    public AddMessageId(Clock clock, RandomGenerator random, String hostName) {
        this.clock = clock;
        this.random = random;
        this.hostName = hostName;
    }

    @Override
    public String name() {
        return "add-message-id";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        MessageHeader header = submission.header();
        List<HeaderField> ids = header.named("Message-ID");
        if (ids.isEmpty()) {
            return header.append(fresh(submission));
        }
        boolean good = ids.stream().anyMatch(id -> MessageId.isWellFormed(id.body()));
        return good ? header : header.replace(ids.get(0), fresh(submission));
    }

    private HeaderField fresh(Submission submission) {
        String place = hostName.indexOf('.') > 0 ? hostName : submission.identity().mailbox().getDomain().name();
        String unguessable = Long.toUnsignedString(random.nextLong(), RADIX) + Long.toUnsignedString(random.nextLong(), RADIX);
        return HeaderField.of("Message-ID", "<" + unguessable + "." + Long.toString(clock.millis(), RADIX) + "@" + place + ">");
    }
}
