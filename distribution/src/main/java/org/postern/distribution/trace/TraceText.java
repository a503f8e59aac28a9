// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.distribution.trace.TraceSearch.Story;

/**
 * Stories for people: a line that says what it is about, and a line for each event.
 *
 * @param zone of the times
 */
record TraceText(ZoneId zone) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter NEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String LINE = "  %s  %-13s  %s";
    private static final int SHOWN_RECIPIENTS = 10;

    List<String> lines(Story story) {
        List<String> lines = new ArrayList<>();
        lines.add(title(story));
        story.events().forEach(event -> lines.add(LINE.formatted(TIME.format(event.at().atZone(zone)), word(event.kind()), words(event))));
        return lines;
    }

    private static String word(Kind kind) {
        return kind.word().replace('-', ' ');
    }

    private static String title(Story story) {
        if (TraceEvent.isSessionStory(story.id())) {
            return Stream.concat(Stream.of(story.id()), last(story, TraceField.CLIENT).stream().map(client -> "from " + client))
                .collect(Collectors.joining("  "));
        }
        Stream<String> from = last(story, TraceField.SENDER).stream().map(sender -> "from " + sender);
        List<String> all = story.events().stream()
            .filter(event -> event.kind() == Kind.ACCEPTED || event.kind() == Kind.REFUSED && !isCommand(event))
            .flatMap(event -> event.recipients().stream()).distinct().toList();
        Stream<String> to = all.isEmpty() ? Stream.empty() : Stream.of("to " + shown(all));
        Stream<String> id = last(story, TraceField.MESSAGE_ID).stream().map(text -> "<" + text + ">");
        return Stream.of(Stream.of(story.id()), from, to, id).flatMap(part -> part).collect(Collectors.joining("  "));
    }

    private static Optional<String> last(Story story, TraceField field) {
        return story.events().stream().flatMap(event -> event.field(field).stream()).reduce((earlier, later) -> later);
    }

    private static String shown(List<String> recipients) {
        String text = recipients.stream().limit(SHOWN_RECIPIENTS).collect(Collectors.joining(", "));
        int more = recipients.size() - SHOWN_RECIPIENTS;
        return more > 0 ? text + " and " + more + " more" : text;
    }

    private String words(TraceEvent event) {
        return switch (event.kind()) {
            case LOGIN, LOGIN_REFUSED -> login(event);
            case REFUSED -> join(": ", isCommand(event) ? refused(event) : "", text(event, TraceField.REPLY));
            case ACCEPTED -> join(", ", text(event, TraceField.REPLY), text(event, TraceField.SIZE) + " octets",
                label("from ", text(event, TraceField.CLIENT)), text(event, TraceField.LISTENER), text(event, TraceField.TLS));
            case CHECKED -> text(event, TraceField.REASON);
            case REPAIRED, SIGNED -> text(event, TraceField.CHANGES);
            case DELIVERED, DELAYED, FAILED -> join("; ",
                join(": ", shown(event.recipients()) + label(" by ", text(event, TraceField.HOST)),
                    text(event, TraceField.REPLY), text(event, TraceField.REASON)),
                label("next try ", event.field(TraceField.NEXT_TRY).map(this::moment).orElse("")));
            case REPORTED -> join(", ", label("to ", shown(event.recipients())), text(event, TraceField.REASON),
                label("as ", text(event, TraceField.REPORT)));
            case RELEASED, REMOVED -> join(": ", shown(event.recipients()), text(event, TraceField.REASON));
        };
    }

    private static String login(TraceEvent event) {
        String account = text(event, TraceField.ACCOUNT);
        String user = text(event, TraceField.USER);
        return join(", ", account + (user.isEmpty() || user.equals(account) ? "" : " as " + user),
            text(event, TraceField.REASON), label("by ", text(event, TraceField.BY)), text(event, TraceField.MECHANISM),
            label("from ", text(event, TraceField.CLIENT)), text(event, TraceField.LISTENER), text(event, TraceField.TLS));
    }

    private static boolean isCommand(TraceEvent event) {
        return event.field(TraceField.COMMAND).isPresent();
    }

    private static String refused(TraceEvent event) {
        String path = event.recipients().isEmpty() ? text(event, TraceField.SENDER) : shown(event.recipients());
        return text(event, TraceField.COMMAND) + " " + path;
    }

    private String moment(String time) {
        return NEXT.format(Instant.parse(time).atZone(zone));
    }

    private static String text(TraceEvent event, TraceField field) {
        return event.field(field).orElse("");
    }

    private static String label(String label, String text) {
        return text.isEmpty() ? "" : label + text;
    }

    private static String join(String separator, String... parts) {
        return Stream.of(parts).filter(part -> !part.isBlank()).collect(Collectors.joining(separator));
    }
}
