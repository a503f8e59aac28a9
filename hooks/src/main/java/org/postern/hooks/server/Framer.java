// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;

/**
 * Cuts the client's octets into command lines or, after DATA, into blocks of the message with the dots of RFC 5321
 * §4.5.2 taken out; after BDAT it only counts. A command ends at LF, and it is good only when that LF follows a CR. A
 * message ends at CR LF dot CR LF and nowhere else: no mixture of bare CR and bare LF around a dot ends it. Keeps at most
 * one command line in memory. For one session, one thread at a time.
 */
final class Framer {
    /** What {@link #next(ByteBuf)} found. */
    enum Frame {
        /** The octets at hand are used up. */
        NEED_MORE,
        /** {@link #line()} has a command, the CR LF at its end included. */
        LINE,
        /** A command line ended with LF alone; {@link #line()} has it. */
        BARE_LF,
        /** A command line of more than {@link #MAX_LINE} octets ended; {@link #line()} has its beginning. */
        TOO_LONG,
        /** {@link #block()} has message octets from {@link #start()} to {@link #end()}. */
        DATA,
        /** The message or the chunk is complete and what follows is a command. */
        END_OF_DATA
    }

    /** RFC 4954 §4: the longest line of an authentication exchange; no other command may be that long. CR LF not counted. */
    static final int MAX_LINE = 12_288;
    private static final int BLOCK = 8192;
    private static final byte[] CARRIAGE_RETURN = {'\r'};

    private enum Mode { LINES, MESSAGE, CHUNK }

    private enum State { LINE_START, TEXT, CR, DOT, DOT_CR }

    private byte[] line = new byte[512];
    private int lineLength;
    private boolean tooLong;
    private boolean lineEnded;

    private Mode mode = Mode.LINES;
    private long left;
    private State state = State.LINE_START;
    private byte[] scratch = new byte[0];
    /** Octets of scratch from position to limit are taken from the buffer and not yet cut. */
    private int position;
    private int limit;
    private byte[] block = CARRIAGE_RETURN;
    private int start;
    private int end;

    /** What follows is a message. */
    void expectMessage() {
        mode = Mode.MESSAGE;
        state = State.LINE_START;
        needScratch();
    }

    /** What follows is a chunk of so many octets (RFC 3030 §2), none of which has a meaning here. */
    void expectChunk(long octets) {
        mode = Mode.CHUNK;
        left = octets;
        needScratch();
    }

    private void needScratch() {
        if (scratch.length == 0) {
            scratch = new byte[BLOCK];
        }
    }

    /** Forgets an unfinished command: what came before TLS does not count after it. */
    void reset() {
        lineLength = 0;
        tooLong = false;
        lineEnded = false;
        mode = Mode.LINES;
    }

    /** Takes octets from the buffer up to the end of the next frame. */
    Frame next(ByteBuf in) {
        return switch (mode) {
            case LINES -> nextLine(in);
            case MESSAGE -> nextBlock(in);
            case CHUNK -> nextOctets(in);
        };
    }

    byte[] line() {
        return Arrays.copyOf(line, lineLength);
    }

    byte[] block() {
        return block;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    private Frame nextLine(ByteBuf in) {
        if (lineEnded) {
            lineEnded = false;
            lineLength = 0;
            tooLong = false;
        }
        int lf = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
        int length = (lf < 0 ? in.writerIndex() : lf + 1) - in.readerIndex();
        keep(in, length);
        if (lf < 0) {
            return Frame.NEED_MORE;
        }
        lineEnded = true;
        if (tooLong) {
            return Frame.TOO_LONG;
        }
        return lineLength < 2 || line[lineLength - 2] != '\r' ? Frame.BARE_LF : Frame.LINE;
    }

    private void keep(ByteBuf in, int length) {
        int fitting = Math.min(length, MAX_LINE + 2 - lineLength);
        tooLong |= fitting < length;
        if (lineLength + fitting > line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_LINE + 2, Math.max(lineLength + fitting, line.length * 2)));
        }
        in.readBytes(line, lineLength, fitting);
        lineLength += fitting;
        in.skipBytes(length - fitting);
    }

    private Frame nextOctets(ByteBuf in) {
        if (left == 0) {
            mode = Mode.LINES;
            return Frame.END_OF_DATA;
        }
        int length = (int) Math.min(left, Math.min(in.readableBytes(), scratch.length));
        if (length == 0) {
            return Frame.NEED_MORE;
        }
        in.readBytes(scratch, 0, length);
        left -= length;
        return found(scratch, 0, length);
    }

    private Frame nextBlock(ByteBuf in) {
        if (position == limit) {
            limit = Math.min(in.readableBytes(), scratch.length);
            position = 0;
            if (limit == 0) {
                return Frame.NEED_MORE;
            }
            in.readBytes(scratch, 0, limit);
        }
        if (state == State.DOT_CR) {
            if (scratch[position] != '\n') {
                // The CR held back was text after all.
                state = State.CR;
                return found(CARRIAGE_RETURN, 0, 1);
            }
            position++;
            giveBack(in);
            mode = Mode.LINES;
            return Frame.END_OF_DATA;
        }
        if (state == State.LINE_START && scratch[position] == '.') {
            state = State.DOT;
            position++;
        }
        if (state == State.DOT && position < limit) {
            if (scratch[position] == '\r') {
                state = State.DOT_CR;
                position++;
                return found(scratch, 0, 0);
            }
            state = State.TEXT;
        }
        int from = position;
        skipText();
        return found(scratch, from, position);
    }

    private void giveBack(ByteBuf in) {
        in.readerIndex(in.readerIndex() - (limit - position));
        position = 0;
        limit = 0;
    }

    /** Up to the next dot that begins a line. */
    private void skipText() {
        State now = state;
        int i = position;
        while (i < limit) {
            byte octet = scratch[i];
            if (now == State.LINE_START && octet == '.') {
                break;
            }
            if (octet == '\r') {
                now = State.CR;
            } else {
                now = now == State.CR && octet == '\n' ? State.LINE_START : State.TEXT;
            }
            i++;
        }
        state = now;
        position = i;
    }

    private Frame found(byte[] octets, int from, int to) {
        block = octets;
        start = from;
        end = to;
        return Frame.DATA;
    }
}
