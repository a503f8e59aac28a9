// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceField;

/**
 * A row of the table: what came together of one story, and names by which it is found. A message to one recipient that is delivered at
 * once is one row; who has more recipients than one has as many rows, most of them with names only.
 *
 * @param at of the first event, in milliseconds
 * @param messageId empty for none, as the others
 * @param events a JSON array
 */
record TraceRow(String story, long at, String messageId, String account, String address, String events) {

    static final int LONGEST_NAME = 320;
    static final int LONGEST_EVENTS = 32_000;
    /** Of one event: a JSON text of them fits into a row whatever is in it. */
    private static final int RECIPIENTS = 25;

    TraceRow {
        story = cut(story);
    }

    /** What is kept of these events, which are of any stories, in their order. */
    static List<TraceRow> of(List<TraceEvent> events) {
        Map<String, List<TraceEvent>> stories = events.stream()
            .collect(Collectors.groupingBy(TraceEvent::story, LinkedHashMap::new, Collectors.toList()));
        List<TraceRow> rows = new ArrayList<>();
        stories.forEach((story, ofStory) -> rows.addAll(rows(story, ofStory)));
        return rows;
    }

    /** As a name is kept, and looked for: mail programs and people do not agree about capital letters. */
    static String name(String text) {
        return cut(text.toLowerCase(Locale.ROOT));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }

    private static List<TraceRow> rows(String story, List<TraceEvent> events) {
        List<String> ids = names(events.stream().flatMap(event -> event.field(TraceField.MESSAGE_ID).stream()));
        List<String> accounts = names(events.stream()
            .flatMap(event -> Stream.of(TraceField.ACCOUNT, TraceField.USER).flatMap(field -> event.field(field).stream())));
        Set<String> addresses = new LinkedHashSet<>(names(events.stream()
            .flatMap(event -> Stream.concat(event.field(TraceField.SENDER).stream(), event.recipients().stream()))));
        // One look finds both.
        accounts.forEach(addresses::remove);
        List<String> others = List.copyOf(addresses);
        List<String> texts = texts(events);
        long at = events.get(0).at().toEpochMilli();
        List<TraceRow> rows = new ArrayList<>();
        for (int i = 0; i < Stream.of(ids, accounts, others, texts).mapToInt(Collection::size).max().orElse(0); i++) {
            rows.add(new TraceRow(story, at, get(ids, i), get(accounts, i), get(others, i), get(texts, i)));
        }
        return rows;
    }

    private static List<String> names(Stream<String> texts) {
        return texts.map(TraceRow::name).distinct().toList();
    }

    private static String get(List<String> all, int index) {
        return index < all.size() ? all.get(index) : "";
    }

    private static List<String> texts(List<TraceEvent> events) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (TraceEvent event : events) {
            for (TraceEvent part : parts(event)) {
                String json = TraceJson.text(part);
                if (!text.isEmpty() && text.length() + json.length() + 2 > LONGEST_EVENTS) {
                    texts.add(text.append(']').toString());
                    text.setLength(0);
                }
                text.append(text.isEmpty() ? '[' : ',').append(json);
            }
        }
        texts.add(text.append(']').toString());
        return texts;
    }

    private static List<TraceEvent> parts(TraceEvent event) {
        List<String> all = event.recipients();
        if (all.size() <= RECIPIENTS) {
            return List.of(event);
        }
        List<TraceEvent> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += RECIPIENTS) {
            parts.add(event.aboutText(all.subList(from, Math.min(from + RECIPIENTS, all.size()))));
        }
        return parts;
    }
}
