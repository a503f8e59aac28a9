// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.postern.hooks.server.MemoryDialogue.Client;
import org.postern.hooks.server.PlainReading.Floor;
import org.postern.hooks.testing.Complaints;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.Taken;

/**
 * Whatever a client says, it gets one reply to each command, message and chunk, no message but those that it sent is queued, and
 * where TCP cuts its octets makes no difference.
 *
 * <p>The first octet of an input says who the client is, the second how its octets are cut; what follows is what it says. In that,
 * CAN stands for a long text, so that short inputs reach the limits.
 */
class DialogueFuzzTest {
    private static final int SIZE_LIMIT = 50_000;
    private static final String LONG_TEXT = "x".repeat(1_990);
    private static final int MOST_LONG_TEXTS = 40;
    private static final int MOST_SINGLE_OCTETS = 3_000;
    private static final long MOST_FILLING = 100_000;
    /** What the test's DNS does not answer. */
    private static final String HANGING = "hanging.test";
    private static final File TEMPORARY = new File(System.getProperty("java.io.tmpdir"));

    private static Listener listener;
    private static DialogueService service;
    private static Complaints complaints;

    private record Result(String wire, String replies, List<Taken> taken) {
        /** What no other dialogue with the same octets has. */
        String comparable() {
            return replies.replaceAll("Queued as \\S+", "Queued").replaceAll("\\d{4}-\\d\\d-\\d\\dT\\S+", "TIME");
        }

        List<List<Object>> comparableMails() {
            return taken.stream().<List<Object>>map(mail -> List.of(mail.sender(), mail.recipients(), mail.asSent(), mail.dsn(),
                mail.options().smtpUtf8(), mail.options().requireTls(), mail.options().priority())).toList();
        }
    }

    @BeforeAll
    static void open() throws Exception {
        listener = Listener.startTls("<maxmessagesize>" + SIZE_LIMIT + "B</maxmessagesize><connectionLimit>2</connectionLimit>", "");
        service = ((SubmissionServer) listener.factory().getServers().get(0)).service();
        complaints = new Complaints();
    }

    @AfterAll
    static void close() throws Exception {
        complaints.close();
        listener.close();
    }

    @FuzzTest
    @DictionaryFile(resourcePath = "/smtp.dict")
    void shouldStayInStepWhateverComes(byte[] input) throws Exception {
        if (input.length < 3) {
            return;
        }
        Client client = Client.values()[Math.floorMod(input[0], Client.values().length)];
        String said = new String(input, 2, input.length - 2, StandardCharsets.ISO_8859_1);
        if (said.toLowerCase(Locale.ROOT).contains(HANGING) || said.chars().filter(c -> c == '\u0018').count() > MOST_LONG_TEXTS) {
            return;
        }

        Result whole = toTheEnd(client, said.replace("\u0018", LONG_TEXT));
        Result cut = inPieces(client, whole.wire(), input[1]);

        // What is pipelined behind STARTTLS is another matter when it comes later.
        if (!whole.replies().contains("STARTTLS before TLS") && !whole.replies().contains("Ready to start TLS")) {
            assertThat(cut.comparable()).isEqualTo(whole.comparable());
            assertThat(cut.comparableMails()).isEqualTo(whole.comparableMails());
        }
        complaints.expectNone();
        assertThat(TEMPORARY.list((directory, name) -> name.endsWith(".m64"))).isEmpty();
    }

    /** In one segment; and then what it takes until the client has the floor again. */
    private Result toTheEnd(Client client, String said) throws Exception {
        listener.spool.taken.clear();
        StringBuilder wire = new StringBuilder(said);
        MemoryDialogue dialogue = MemoryDialogue.open(service, client);
        try (dialogue) {
            dialogue.say(said);
            PlainReading reading = new PlainReading(said, dialogue.replies());
            while (reading.floor() != Floor.NONE && reading.floor() != Floor.TLS && !isAtRest(reading)) {
                if (reading.left() > MOST_FILLING) {
                    return result(wire.toString(), dialogue, reading);
                }
                say(dialogue, wire, ending(reading));
                reading = new PlainReading(wire.toString(), dialogue.replies());
            }
            if (isAtRest(reading)) {
                assertThat(dialogue.isAtEnd()).isFalse();
                say(dialogue, wire, "NOOP\r\n");
                reading = new PlainReading(wire.toString(), dialogue.replies());
                assertThat(dialogue.replies()).matches("(?s).*(250 2\\.0\\.0 OK|421 4\\.7\\.0 [ -~]+)\r\n");
            }
            assertThat(dialogue.isAtEnd() || reading.floor() != Floor.NONE).isTrue();
            return result(wire.toString(), dialogue, reading);
        }
    }

    private static boolean isAtRest(PlainReading reading) {
        return reading.floor() == Floor.COMMAND && !reading.isInLine();
    }

    private static String ending(PlainReading reading) {
        return switch (reading.floor()) {
            case MESSAGE -> "\r\n.\r\n";
            case CHUNK -> "y".repeat((int) reading.left());
            case EXCHANGE -> reading.isInLine() ? "\r\n" : "*\r\n";
            default -> "\r\n";
        };
    }

    private static void say(MemoryDialogue dialogue, StringBuilder wire, String octets) {
        wire.append(octets);
        dialogue.say(octets);
    }

    private Result result(String wire, MemoryDialogue dialogue, PlainReading reading) {
        List<Taken> taken = List.copyOf(listener.spool.taken);
        assertThat(taken).hasSameSizeAs(reading.messages());
        for (int i = 0; i < taken.size(); i++) {
            String sent = reading.messages().get(i);
            // A binary message is queued as one of lines.
            if (!wire.toUpperCase(Locale.ROOT).contains("BINARYMIME")) {
                assertThat(taken.get(i).asSent()).isEqualTo(sent.isEmpty() ? "\r\n" : sent);
            }
        }
        return new Result(wire, dialogue.replies(), taken);
    }

    private Result inPieces(Client client, String wire, int seed) throws Exception {
        listener.spool.taken.clear();
        MemoryDialogue dialogue = MemoryDialogue.open(service, client);
        try (dialogue) {
            pieces(wire, seed).forEach(dialogue::say);
        }
        return new Result(wire, dialogue.replies(), List.copyOf(listener.spool.taken));
    }

    private static List<String> pieces(String wire, int seed) {
        Random random = new Random(seed);
        int longest = seed == 0 && wire.length() < MOST_SINGLE_OCTETS ? 1 : Math.max(1 + (seed & 31), wire.length() / 20);
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < wire.length()) {
            int end = Math.min(wire.length(), start + 1 + random.nextInt(longest));
            pieces.add(wire.substring(start, end));
            start = end;
        }
        return pieces;
    }
}
