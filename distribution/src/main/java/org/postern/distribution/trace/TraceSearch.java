// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.inject.Inject;

import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;

/** Finds what an operator looks for: a message by its ids, or all that an address has to do with. */
final class TraceSearch {

    /** No session is longer; the same id may be another one's by then. */
    private static final Duration LONGEST_SESSION = Duration.ofDays(1);
    private static final Duration LATEST = Duration.ofSeconds(2);

    private final TraceTable table;
    private final TraceWriter writer;

    /**
     * What happened to one message, with what came before it in its session; or in a session without a message.
     *
     * @param events in the order of time
     */
    record Story(String id, List<TraceEvent> events) {
        /** When it began; a session that it shares with others may be older. */
        Instant beginning() {
            return events.stream().filter(event -> event.story().equals(id)).findFirst().orElse(events.get(0)).at();
        }
    }

    /**
     * What was found, in the order of time.
     *
     * @param more whether there is more, and older
     */
    record Found(List<Story> stories, boolean more) {
    }

    @Inject
    TraceSearch(TraceTable table, TraceWriter writer) {
        this.table = table;
        this.writer = writer;
    }

    /**
     * All that is known of it.
     *
     * @param wanted a queue id, a Message-ID, or an address
     * @param since what an address has to do with has happened since then
     * @param most stories
     */
    Found find(String wanted, Instant since, int most) {
        writer.flush(LATEST);
        String name = TraceEvent.messageId(wanted);
        Set<String> ids = new LinkedHashSet<>();
        ids.add(TraceEvent.story(name));
        ids.addAll(table.stories(name, since));
        Map<String, List<TraceEvent>> sessions = new HashMap<>();
        Set<TraceEvent> told = new HashSet<>();
        List<Story> stories = new ArrayList<>();
        List<Story> withoutMessage = new ArrayList<>();
        boolean more = false;
        for (String id : ids) {
            List<TraceEvent> events = table.events(id);
            if (events.isEmpty()) {
                continue;
            }
            if (stories.size() + withoutMessage.size() == most) {
                more = true;
                break;
            }
            if (events.get(0).isOfSession()) {
                withoutMessage.add(new Story(id, events));
            } else {
                List<TraceEvent> before = before(events, sessions);
                told.addAll(before);
                before.addAll(events);
                stories.add(new Story(id, List.copyOf(before)));
            }
        }
        withoutMessage.stream().filter(story -> !told.containsAll(story.events())).forEach(stories::add);
        stories.sort(Comparator.comparing(Story::beginning));
        return new Found(List.copyOf(stories), more);
    }

    /** The login of the session that the message came in, and which commands of its transaction were refused. */
    private List<TraceEvent> before(List<TraceEvent> events, Map<String, List<TraceEvent>> sessions) {
        Optional<TraceEvent> end = events.stream().filter(event -> event.field(TraceField.SESSION).isPresent()).findFirst();
        if (end.isEmpty()) {
            return new ArrayList<>();
        }
        Instant last = end.get().at();
        List<TraceEvent> same = sessions
            .computeIfAbsent(end.get().field(TraceField.SESSION).orElseThrow(), id -> table.events(TraceEvent.sessionStory(id))).stream()
            .filter(event -> !event.at().isAfter(last) && event.at().isAfter(last.minus(LONGEST_SESSION)))
            .toList();
        Optional<TraceEvent> login = same.stream().filter(event -> event.kind() == Kind.LOGIN).reduce((earlier, later) -> later);
        Optional<String> transaction = end.get().field(TraceField.TRANSACTION);
        List<TraceEvent> before = new ArrayList<>(login.stream().toList());
        same.stream().filter(event -> event.kind() == Kind.REFUSED && event.field(TraceField.TRANSACTION).equals(transaction))
            .forEach(before::add);
        return before;
    }
}
