// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** Since when a mail waits, and whether its author was told; both travel with the mail through the queue. */
final class LateMail {

    private static final AttributeName SINCE = AttributeName.of("postern.waiting-since");
    private static final AttributeName TOLD_THAT_IT_IS_OVER = AttributeName.of("postern.deadline-told");
    private static final AttributeName TOLD = AttributeName.of("postern.delay-told");

    private final Clock clock;
    private Optional<Duration> after = Optional.empty();

    LateMail(Clock clock) {
        this.clock = clock;
    }

    void warnAfter(Duration time) {
        after = Optional.of(time);
    }

    /**
     * Whether the author has to be told now. The first call for a mail starts its time.
     *
     * @param isOver whether the author set a time, and it is over
     */
    boolean isDue(Mail mail, boolean isOver) {
        if (isOver) {
            return mail.getAttribute(TOLD_THAT_IT_IS_OVER).isEmpty();
        }
        if (after.isEmpty() || mail.getAttribute(TOLD).isPresent()) {
            return false;
        }
        Optional<Long> since = AttributeUtils.getValueAndCastFromMail(mail, SINCE, Long.class);
        if (since.isEmpty()) {
            mail.setAttribute(new Attribute(SINCE, AttributeValue.of(clock.instant().toEpochMilli())));
            return after.get().isZero();
        }
        return !Instant.ofEpochMilli(since.get()).plus(after.get()).isAfter(clock.instant());
    }

    void markTold(Mail mail, boolean isOver) {
        mail.setAttribute(new Attribute(TOLD, AttributeValue.of(true)));
        if (isOver) {
            mail.setAttribute(new Attribute(TOLD_THAT_IT_IS_OVER, AttributeValue.of(true)));
        }
    }
}
