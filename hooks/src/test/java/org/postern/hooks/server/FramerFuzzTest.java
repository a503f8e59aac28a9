// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.postern.hooks.server.Framer.Frame;

/**
 * However the octets are cut, the framer finds what a slow search in all of them finds. Here a message follows each line that begins
 * with D, and a chunk each that begins with B and a number.
 *
 * <p>The first octet of an input says how the rest is cut; CAN stands for a long text.
 */
class FramerFuzzTest {
    private static final String LONG_TEXT = "x".repeat(4_095);
    private static final int MOST_LONG_TEXTS = 8;
    private static final int DIGITS = 5;

    @FuzzTest
    @DictionaryFile(resourcePath = "/smtp.dict")
    void shouldFindTheSameHoweverOctetsAreCut(byte[] input) {
        if (input.length < 1) {
            return;
        }
        String said = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1);
        if (said.chars().filter(c -> c == '\u0018').count() > MOST_LONG_TEXTS) {
            return;
        }
        String wire = said.replace("\u0018", LONG_TEXT);

        assertThat(found(wire, input[0])).isEqualTo(sought(wire));
    }

    private static List<String> found(String wire, int seed) {
        Framer framer = new Framer();
        List<String> frames = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        Random random = new Random(seed);
        int start = 0;
        while (start < wire.length()) {
            int end = Math.min(wire.length(), start + 1 + random.nextInt(seed == 0 ? 1 : 1 << (seed & 15)));
            ByteBuf octets = Unpooled.wrappedBuffer(wire.substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
            for (Frame frame = framer.next(octets); frame != Frame.NEED_MORE; frame = framer.next(octets)) {
                if (frame == Frame.DATA) {
                    data.append(new String(framer.block(), framer.start(), framer.end() - framer.start(), StandardCharsets.ISO_8859_1));
                } else if (frame == Frame.END_OF_DATA) {
                    frames.add("END " + data);
                    data.setLength(0);
                } else {
                    String line = new String(framer.line(), StandardCharsets.ISO_8859_1);
                    frames.add(frame + " " + line);
                    follow(framer, frame, line);
                }
            }
            assertThat(octets.isReadable()).isFalse();
            start = end;
        }
        if (data.length() > 0) {
            frames.add("PART " + data);
        }
        return frames;
    }

    private static void follow(Framer framer, Frame frame, String line) {
        if (frame == Frame.LINE && line.startsWith("D")) {
            framer.expectMessage();
        } else if (frame == Frame.LINE && chunk(line) >= 0) {
            framer.expectChunk(chunk(line));
        }
    }

    /** Octets of the chunk that follows; less than 0 when none does. */
    private static int chunk(String line) {
        return line.matches("(?s)B\\d{1," + DIGITS + "}\r\n") ? Integer.parseInt(line.strip().substring(1)) : -1;
    }

    private static List<String> sought(String wire) {
        List<String> frames = new ArrayList<>();
        int position = 0;
        while (wire.indexOf('\n', position) >= 0) {
            int end = wire.indexOf('\n', position) + 1;
            String line = wire.substring(position, end);
            position = end;
            if (line.length() > Framer.MAX_LINE + 2) {
                frames.add("TOO_LONG " + line.substring(0, Framer.MAX_LINE + 2));
            } else if (!line.endsWith("\r\n")) {
                frames.add("BARE_LF " + line);
            } else {
                frames.add("LINE " + line);
                if (line.startsWith("D")) {
                    int dot = wire.indexOf("\r\n.\r\n", position - 2);
                    String message = wire.substring(position - 2, dot < 0 ? wire.length() : dot + 2);
                    String text = message.replace("\r\n.", "\r\n").substring(2);
                    if (dot < 0) {
                        return withPart(frames, undecided(message, text));
                    }
                    frames.add("END " + text);
                    position = dot + 5;
                } else if (chunk(line) >= 0) {
                    int octets = Math.min(chunk(line), wire.length() - position);
                    if (octets < chunk(line)) {
                        return withPart(frames, wire.substring(position));
                    }
                    frames.add("END " + wire.substring(position, position + octets));
                    position += octets;
                }
            }
        }
        return frames;
    }

    /** A CR behind a dot that begins a line is held back until what follows is known. */
    private static String undecided(String message, String text) {
        return message.endsWith("\r\n.\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static List<String> withPart(List<String> frames, String part) {
        if (!part.isEmpty()) {
            frames.add("PART " + part);
        }
        return frames;
    }
}
