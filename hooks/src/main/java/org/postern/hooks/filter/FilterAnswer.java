// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.postern.submission.header.ForeignField;
import org.postern.submission.header.HeaderField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the filter said.
 *
 * @param action in the filter's words
 * @param fate what becomes of the message
 * @param score a number
 * @param text for the author, as it came
 * @param fields that it wants in the header, in its order
 */
public record FilterAnswer(String action, Fate fate, Optional<String> score, Optional<String> text, List<HeaderField> fields) {
    /** Of a message. */
    public enum Fate { PASS, LATER, REFUSE }

    private static final Logger LOGGER = LoggerFactory.getLogger(FilterAnswer.class);
    private static final Map<String, Fate> ACTIONS = Map.of(
        "no action", Fate.PASS,
        "add header", Fate.PASS,
        "rewrite subject", Fate.PASS,
        "greylist", Fate.LATER,
        "soft reject", Fate.LATER,
        "reject", Fate.REFUSE,
        // There is nobody here to look at a quarantine, and an author is not to believe in a message that is thrown away.
        "discard", Fate.REFUSE,
        "quarantine", Fate.REFUSE);
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int MOST_FIELDS = 50;

    public FilterAnswer {
        fields = List.copyOf(fields);
    }

    /** @throws FilterFailure when it is no answer, or one with an action that is not known */
    static FilterAnswer read(byte[] json) throws FilterFailure {
        JsonNode answer;
        try {
            answer = JSON.readTree(json);
        } catch (IOException e) {
            throw new FilterFailure("the answer is no JSON");
        }
        String action = answer.path("action").asText("");
        if (!ACTIONS.containsKey(action)) {
            throw new FilterFailure("the answer has no action that is known: '" + action + "'");
        }
        return new FilterAnswer(action, ACTIONS.get(action),
            Optional.of(answer.path("score")).filter(JsonNode::isNumber).map(JsonNode::asText),
            Optional.of(answer.path("messages").path("smtp_message")).filter(JsonNode::isTextual).map(JsonNode::asText)
                .map(String::strip).filter(text -> !text.isEmpty()),
            fields(answer.path("milter").path("add_headers")));
    }

    private static List<HeaderField> fields(JsonNode byName) {
        List<HeaderField> fields = new ArrayList<>();
        byName.fieldNames().forEachRemaining(name -> {
            JsonNode values = byName.path(name);
            for (JsonNode value : values.isArray() ? values : List.of(values)) {
                String body = value.isObject() ? value.path("value").asText("") : value.asText("");
                Optional<HeaderField> field = fields.size() < MOST_FIELDS ? ForeignField.of(name, body) : Optional.empty();
                field.ifPresentOrElse(fields::add, () -> LOGGER.info("content filter asks for a header field that it may not add"));
            }
        });
        return fields;
    }
}
