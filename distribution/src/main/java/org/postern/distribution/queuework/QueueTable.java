// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.postern.submission.Printable;

/** The server's answers for people: columns as wide as what is in them, the last one open. */
final class QueueTable {

    private static final String GAP = "  ";
    private static final int LONGEST = 500;
    private static final int LONGEST_ADDRESSES = 60;
    private static final List<String> MESSAGES = List.of("ID", "AGE", "SIZE", "SENDER", "RECIPIENTS", "NEXT TRY", "TRIES", "REASON");
    private static final List<String> DELAYS = List.of("DOMAIN", "WAITING", "OLDEST", "LAST WORDS");

    private final PrintWriter out;
    private final Clock clock;

    QueueTable(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void messages(JsonNode rows) {
        table(MESSAGES, stream(rows).map(this::message).toList());
    }

    private List<String> message(JsonNode row) {
        return List.of(row.path("id").asText(), age(row.path("arrived")), Quantities.size(row.path("size").asLong()), sender(row),
            line(addresses(row), LONGEST_ADDRESSES), next(row), row.path("tries").asText(), reason(row));
    }

    void delays(JsonNode rows) {
        table(DELAYS, stream(rows).map(row -> List.of(row.path("domain").asText(), row.path("waiting").asText(),
            age(row.path("oldest")), row.path("reason").asText(""))).toList());
    }

    /** One message, a line for each thing that is known of it. */
    void message(JsonNode shown, boolean isFirst) {
        JsonNode row = shown.path("message");
        if (!isFirst) {
            out.println();
        }
        field("id", row.path("id").asText());
        field("queue", row.path("queue").asText());
        field("state", row.path("state").asText() + (row.hasNonNull("heldBecause") ? " (" + row.path("heldBecause").asText() + ")" : ""));
        field("submitted", row.path("arrived").asText() + " (" + age(row.path("arrived")) + " ago)");
        field("account", String.join(", ", stream(shown.path("accounts")).map(JsonNode::asText).toList()));
        field("client", shown.path("client").asText("") + (shown.hasNonNull("listener") ? " on " + shown.path("listener").asText() : ""));
        field("size", row.path("size").asText());
        field("sender", sender(row));
        row.path("recipients").forEach(recipient -> field("recipient", recipient.asText() + words(shown, recipient.asText())));
        field("tries", row.path("tries").asText());
        field("next try", next(row) + (row.hasNonNull("next") ? " (" + row.path("next").asText() + ")" : ""));
        out.println();
        shown.path("header").forEach(line -> out.println(line(line.asText().replace('\t', ' '), LONGEST)));
    }

    private static String words(JsonNode shown, String recipient) {
        JsonNode words = shown.path("reasons").path(recipient);
        return words.isMissingNode() ? ""
            : (words.path("fromNextHop").asBoolean() ? ", the other server said: " : ", the reason: ") + words.path("text").asText();
    }

    private void field(String name, String value) {
        if (!value.isEmpty()) {
            out.println("%-10s %s".formatted(name, line(value, LONGEST)));
        }
    }

    private static String sender(JsonNode row) {
        String sender = row.path("sender").asText();
        return sender.isEmpty() ? "<>" : sender;
    }

    private static String addresses(JsonNode row) {
        List<String> recipients = stream(row.path("recipients")).map(JsonNode::asText).toList();
        return recipients.size() < 3 ? String.join(",", recipients) : recipients.get(0) + " and " + (recipients.size() - 1) + " more";
    }

    private String next(JsonNode row) {
        if (!row.hasNonNull("next")) {
            return row.path("state").asText();
        }
        Duration left = Duration.between(clock.instant(), Instant.parse(row.path("next").asText()));
        return left.isNegative() || left.isZero() ? "now" : "in " + Quantities.time(left);
    }

    private static String reason(JsonNode row) {
        String held = row.hasNonNull("heldBecause") && "held".equals(row.path("state").asText())
            ? "held: " + row.path("heldBecause").asText() : "";
        String reason = row.path("reason").asText("");
        return held.isEmpty() || reason.isEmpty() ? held + reason : held + "; " + reason;
    }

    private String age(JsonNode since) {
        return Quantities.time(Duration.between(Instant.parse(since.asText()), clock.instant()));
    }

    private void table(List<String> heads, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(heads));
        rows.forEach(row -> all.add(row.stream().map(cell -> line(cell, LONGEST)).toList()));
        int[] widths = IntStream.range(0, heads.size())
            .map(column -> all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column)).append(" ".repeat(widths[column] - row.get(column).length())).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String line(String text, int longest) {
        return Printable.line(text, longest);
    }
}
