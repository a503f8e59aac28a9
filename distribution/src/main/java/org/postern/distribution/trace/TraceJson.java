// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;

/** Events as JSON: {@code {"time": "…", "event": "delivered", "host": "…", "reply": "…", "recipients": ["…"]}}. */
final class TraceJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "time";
    private static final String EVENT = "event";
    private static final String RECIPIENTS = "recipients";

    private TraceJson() {
    }

    static ObjectNode object(TraceEvent event) {
        ObjectNode object = JSON.createObjectNode()
            .put(TIME, event.at().toString())
            .put(EVENT, event.kind().word());
        event.fields().forEach((field, text) -> object.put(field.word(), text));
        if (!event.recipients().isEmpty()) {
            ArrayNode recipients = object.putArray(RECIPIENTS);
            event.recipients().forEach(recipients::add);
        }
        return object;
    }

    static String text(TraceEvent event) {
        return object(event).toString();
    }

    /**
     * @param text an array
     * @param story of all of them
     * @throws IllegalStateException when it is no such thing
     */
    static List<TraceEvent> read(String text, String story) {
        try {
            List<TraceEvent> events = new ArrayList<>();
            JSON.readTree(text).forEach(object -> events.add(event(object, story)));
            return events;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException("The trace of " + story + " cannot be read", e);
        }
    }

    private static TraceEvent event(JsonNode object, String story) {
        Map<TraceField, String> fields = new EnumMap<>(TraceField.class);
        List<String> recipients = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : object.properties()) {
            switch (one.getKey()) {
                case TIME, EVENT -> { }
                case RECIPIENTS -> one.getValue().forEach(recipient -> recipients.add(recipient.asText()));
                default -> fields.put(TraceField.of(one.getKey()), one.getValue().asText());
            }
        }
        return new TraceEvent(Instant.parse(object.path(TIME).asText()), Kind.of(object.path(EVENT).asText()), story, fields, recipients);
    }
}
