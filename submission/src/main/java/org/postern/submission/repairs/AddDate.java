// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.List;

import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageDate;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8.2: a missing {@code Date} is added, in the server's zone; one that nobody can read is replaced. It is the time at which
 * this server took the message, as the topmost {@code Received} has it: a message that waits here, because its
 * author wants it held (RFC 4865 §6) or for the end of a fault of ours, was not written when it goes on.
 */
public final class AddDate implements Repair {
    private final Clock clock;

    /** @param clock its zone is the one that is written */
    public AddDate(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "add-date";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        MessageHeader header = submission.header();
        List<HeaderField> dates = header.named("Date");
        if (dates.isEmpty()) {
            return header.append(submitted(header));
        }
        boolean readable = dates.stream().anyMatch(date -> MessageDate.parse(date.body()).isPresent());
        return readable ? header : header.replace(dates.get(0), submitted(header));
    }

    private HeaderField submitted(MessageHeader header) {
        ZonedDateTime time = header.named("Received").stream().findFirst()
            .map(received -> received.body().substring(received.body().lastIndexOf(';') + 1))
            .flatMap(MessageDate::parse)
            .map(date -> date.atZoneSameInstant(clock.getZone()))
            .orElseGet(() -> ZonedDateTime.now(clock));
        return HeaderField.of("Date", MessageDate.format(time));
    }
}
