// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.hooks.server.Framer.Frame;

class FramerTest {
    private final Framer framer = new Framer();

    static Stream<Arguments> messages() {
        return Stream.of(
            Arguments.of("a\r\n.\r\n", "a\r\n", ""),
            Arguments.of(".\r\n", "", ""),
            Arguments.of("..\r\n.\r\n", ".\r\n", ""),
            Arguments.of(".a\r\n.\r\n", "a\r\n", ""),
            Arguments.of("...\r\n..a\r\n.\r\n", "..\r\n.a\r\n", ""),
            Arguments.of("a.\r\n.b.\r\n.\r\n", "a.\r\nb.\r\n", ""),
            Arguments.of("a\r\n.\r\nQUIT\r\n", "a\r\n", "QUIT\r\n"),
            Arguments.of("\n.\n\r\n.\r\n", "\n.\n\r\n", ""),
            Arguments.of("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n", ""),
            Arguments.of("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", ""),
            Arguments.of("a\r.\rb\r\n.\r\n", "a\r.\rb\r\n", ""),
            Arguments.of("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", ""),
            Arguments.of("a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n", ""),
            Arguments.of("a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", ""),
            Arguments.of("a\n\r.\r\nb\r\n.\r\n", "a\n\r.\r\nb\r\n", ""),
            Arguments.of("a\r\n\0.\r\n.\r\n", "a\r\n\0.\r\n", ""),
            Arguments.of("x".repeat(20_000) + "\r\n.\r\n", "x".repeat(20_000) + "\r\n", ""),
            Arguments.of("..\r\n".repeat(5_000) + ".\r\nNOOP\r\n", ".\r\n".repeat(5_000), "NOOP\r\n"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldEndMessageAtCrLfDotCrLfOnlyHoweverItIsCut(String wire, String message, String rest) {
        for (int cut : List.of(wire.length(), 1, 2, 3, 5, 8191, 8192)) {
            Framer each = new Framer();
            each.expectMessage();
            StringBuilder read = new StringBuilder();
            StringBuilder left = new StringBuilder();
            boolean ended = false;
            for (int i = 0; i < wire.length(); i += cut) {
                ByteBuf octets = buffer(wire.substring(i, Math.min(wire.length(), i + cut)));
                while (!ended) {
                    Frame frame = each.next(octets);
                    if (frame == Frame.NEED_MORE) {
                        break;
                    }
                    ended = frame == Frame.END_OF_DATA;
                    if (!ended) {
                        read.append(new String(each.block(), each.start(), each.end() - each.start(), StandardCharsets.ISO_8859_1));
                    }
                }
                if (ended) {
                    left.append(octets.toString(StandardCharsets.ISO_8859_1));
                }
            }
            assertThat(ended).isTrue();
            assertThat(read.toString()).isEqualTo(message);
            assertThat(left.toString()).isEqualTo(rest);
        }
    }

    @Test
    void shouldGiveLinesWhenSeveralCommandsComeAtOnce() {
        assertThat(frames("EHLO a\r\nNOOP\r\nQU", "IT\r\n")).containsExactly("EHLO a\r\n", "NOOP\r\n", "QUIT\r\n");
    }

    @Test
    void shouldStayInStepWhenLinesAreBad() {
        assertThat(frames("NOOP\nRSET\r\n", "x".repeat(12_289), "x\r\nQUIT\r\n", "\n\r\n"))
            .containsExactly("BARE_LF", "RSET\r\n", "TOO_LONG", "QUIT\r\n", "BARE_LF", "\r\n");
    }

    @Test
    void shouldTakeLineOfExactlyTheLimit() {
        assertThat(frames("x".repeat(12_288) + "\r\n")).containsExactly("x".repeat(12_288) + "\r\n");
        assertThat(frames("x".repeat(12_287), "x", "\r", "\n")).containsExactly("x".repeat(12_288) + "\r\n");
    }

    @Test
    void shouldCountOctetsOfAChunkHoweverItIsCut() {
        String wire = "\r\n.\r\nQUIT\n\0" + "x".repeat(20_000) + "\r";
        for (int cut : List.of(wire.length() + 6, 1, 2, 8191, 8192)) {
            Framer each = new Framer();
            each.expectChunk(wire.length());
            StringBuilder read = new StringBuilder();
            List<String> rest = new ArrayList<>();
            for (String piece : cut(wire + "NOOP\r\n", cut)) {
                ByteBuf octets = buffer(piece);
                for (Frame frame = each.next(octets); frame != Frame.NEED_MORE; frame = each.next(octets)) {
                    if (frame == Frame.DATA) {
                        assertThat(rest).isEmpty();
                        read.append(new String(each.block(), each.start(), each.end() - each.start(), StandardCharsets.ISO_8859_1));
                    } else {
                        rest.add(frame.name());
                    }
                }
            }
            assertThat(read.toString()).isEqualTo(wire);
            assertThat(rest).containsExactly("END_OF_DATA", "LINE");
        }
    }

    @Test
    void shouldEndEmptyChunkWithoutAnOctet() {
        framer.expectChunk(0);

        assertThat(frames("", "NOOP\r\n")).containsExactly("END_OF_DATA", "NOOP\r\n");
    }

    @Test
    void shouldTakeLongestChunkThereIs() {
        framer.expectChunk(Long.MAX_VALUE);

        assertThat(frames("QUIT\r\n")).containsExactly("DATA");
    }

    @Test
    void shouldGiveTheBeginningOfABadLine() {
        ByteBuf octets = buffer("BDAT 1\nBDAT " + "1".repeat(20_000) + "\r\n");

        assertThat(framer.next(octets)).isEqualTo(Frame.BARE_LF);
        assertThat(framer.line()).startsWith('B', 'D', 'A', 'T', ' ', '1', '\n');
        assertThat(framer.next(octets)).isEqualTo(Frame.TOO_LONG);
        assertThat(framer.line()).startsWith('B', 'D', 'A', 'T', ' ', '1', '1').hasSize(Framer.MAX_LINE + 2);
    }

    @Test
    void shouldForgetUnfinishedLineWhenReset() {
        frames("HALF A LI");
        framer.reset();

        assertThat(frames("NOOP\r\n")).containsExactly("NOOP\r\n");
    }

    private List<String> frames(String... pieces) {
        List<String> frames = new ArrayList<>();
        for (String piece : pieces) {
            ByteBuf octets = buffer(piece);
            Frame frame = framer.next(octets);
            while (frame != Frame.NEED_MORE) {
                frames.add(frame == Frame.LINE ? new String(framer.line(), StandardCharsets.ISO_8859_1) : frame.name());
                frame = framer.next(octets);
            }
        }
        return frames;
    }

    private static List<String> cut(String text, int length) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += length) {
            pieces.add(text.substring(i, Math.min(text.length(), i + length)));
        }
        return pieces;
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
