// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.inject.Inject;

import org.apache.mailet.Mail;

/** The domains to which mail could not be delivered yet; of each, one mail is read from the journal. */
public final class QueueDelays {

    private final JournalledQueueFactory queues;

    @Inject
    QueueDelays(JournalledQueueFactory queues) {
        this.queues = queues;
    }

    /**
     * @param delayed those with the most mail first
     * @param domains how many there are in all
     */
    public record Delays(long domains, List<DelayedDomain> delayed) {
        public Delays {
            delayed = List.copyOf(delayed);
        }
    }

    public Delays delays(int limit) {
        Map<String, Tally> tallies = new HashMap<>();
        queues.all().forEach(queue -> queue.list(mail -> mail.past().tries() > 0).forEach(mail ->
            domains(mail).forEach(domain -> tallies.computeIfAbsent(domain, Tally::new).add(new FoundMail(queue, mail)))));
        return new Delays(tallies.size(), tallies.values().stream()
            .sorted(Comparator.comparingLong((Tally tally) -> tally.waiting).reversed().thenComparing(tally -> tally.domain))
            .limit(limit)
            .map(Tally::result)
            .toList());
    }

    private static Set<String> domains(QueuedMail mail) {
        return Stream.of(mail.recipients().split(QueuedEnvelope.SEPARATOR)).filter(recipient -> !recipient.isEmpty())
            .map(recipient -> recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    }

    private static final class Tally {

        private final String domain;
        private Optional<FoundMail> lastTried = Optional.empty();
        private long waiting;
        private long oldest = Long.MAX_VALUE;

        Tally(String domain) {
            this.domain = domain;
        }

        void add(FoundMail found) {
            waiting++;
            oldest = Math.min(oldest, found.mail().past().arrived());
            if (lastTried.filter(last -> last.mail().since() > found.mail().since()).isEmpty()) {
                lastTried = Optional.of(found);
            }
        }

        DelayedDomain result() {
            return new DelayedDomain(domain, waiting, Instant.ofEpochMilli(oldest),
                lastTried.flatMap(found -> found.<Mail>read(envelope -> envelope.mail().build())));
        }
    }
}
