// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.nio.charset.StandardCharsets;

import org.postern.submission.header.AddressFault.Kind;

/** The tokens of address fields (RFC 5322 §3.2) with their positions. Octets over 127 count as letters (RFC 6532). */
final class AddressLexer {
    static final int END = -1;

    private static final boolean[] ATOM = new boolean[256];

    static {
        for (int octet = 0; octet < ATOM.length; octet++) {
            ATOM[octet] = octet > ' ' && octet != 127 && "()<>[]:;@\\,.\"".indexOf(octet) < 0;
        }
    }

    private static final int SHOWN = 60;

    private final byte[] raw;
    private final int end;
    private int position;
    private int lastTokenEnd;

    AddressLexer(byte[] raw, int start) {
        this.raw = raw;
        int trimmed = raw.length;
        while (trimmed > start && (raw[trimmed - 1] == '\r' || raw[trimmed - 1] == '\n')) {
            trimmed--;
        }
        this.end = trimmed;
        this.position = start;
        this.lastTokenEnd = start;
    }

    /** Ends the reading of a field. Has no stack trace: bad fields are ordinary and have to be cheap. */
    static final class FaultException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Kind kind;

        FaultException(Kind kind) {
            super(kind.name(), null, false, false);
            this.kind = kind;
        }

        Kind kind() {
            return kind;
        }
    }

    void fail(Kind kind) throws FaultException {
        throw new FaultException(kind);
    }

    void require(boolean condition, Kind otherwise) throws FaultException {
        if (!condition) {
            fail(otherwise);
        }
    }

    int position() {
        return position;
    }

    /** Octet after the last word or domain. */
    int lastTokenEnd() {
        return lastTokenEnd;
    }

    int peek() {
        return position < end ? raw[position] & 0xff : END;
    }

    void advance() {
        position++;
    }

    String textFrom(int start) {
        return textBetween(start, Math.min(end, start + SHOWN)).strip();
    }

    String textBetween(int from, int to) {
        return new String(raw, from, to - from, StandardCharsets.ISO_8859_1);
    }

    void skipCommentsAndSpace() throws FaultException {
        while (position < end) {
            int octet = raw[position];
            if (octet == '(') {
                comment();
            } else if (isSpace(position)) {
                position++;
            } else {
                return;
            }
        }
    }

    private boolean isSpace(int at) {
        byte octet = raw[at];
        return octet == ' ' || octet == '\t' || octet == '\n' || octet == '\r' && at + 1 < end && raw[at + 1] == '\n';
    }

    private void comment() throws FaultException {
        int depth = 0;
        do {
            require(position < end, Kind.OPEN_COMMENT);
            switch (raw[position]) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '\\' -> position++;
                case 0 -> fail(Kind.CONTROL_CHARACTER);
                default -> {
                }
            }
            position++;
        } while (depth > 0);
        require(position <= end, Kind.OPEN_COMMENT);
    }

    /** As many words and dots as there are; may be none. Comments and white space after them are skipped. */
    AddressWords words() throws FaultException {
        StringBuilder text = new StringBuilder();
        int start = position;
        int wordsEnd = position;
        int count = 0;
        boolean alternating = true;
        boolean expectWord = true;
        boolean quoted = false;
        while (position < end) {
            int octet = peek();
            int tokenStart = position;
            if (octet == '.') {
                alternating &= !expectWord;
                expectWord = true;
                position++;
            } else if (octet == '"' || ATOM[octet]) {
                alternating &= expectWord;
                expectWord = false;
                count++;
                quoted = octet == '"';
                if (quoted) {
                    quotedString();
                } else {
                    atom();
                }
            } else {
                break;
            }
            append(text, tokenStart);
            wordsEnd = position;
            skipCommentsAndSpace();
        }
        lastTokenEnd = wordsEnd;
        return new AddressWords(text.toString(), count, alternating && !expectWord, quoted && count == 1 && alternating && !expectWord,
            start, wordsEnd);
    }

    /** A domain name or a literal with its brackets. */
    String domain() throws FaultException {
        if (peek() == '[') {
            return literal();
        }
        StringBuilder text = new StringBuilder();
        while (true) {
            int tokenStart = position;
            atom();
            require(position > tokenStart, Kind.BAD_DOMAIN);
            append(text, tokenStart);
            lastTokenEnd = position;
            skipCommentsAndSpace();
            if (peek() != '.') {
                return text.toString();
            }
            text.append('.');
            position++;
            skipCommentsAndSpace();
        }
    }

    private String literal() throws FaultException {
        int start = position;
        do {
            position++;
            int octet = peek();
            require(octet > ' ' && octet < 127 && octet != '[' && octet != '\\', Kind.BAD_DOMAIN);
        } while (peek() != ']');
        position++;
        lastTokenEnd = position;
        return textBetween(start, position);
    }

    private void atom() {
        while (position < end && ATOM[raw[position] & 0xff]) {
            position++;
        }
    }

    private void quotedString() throws FaultException {
        position++;
        while (peek() != '"') {
            require(position < end, Kind.OPEN_QUOTE);
            if (peek() == '\\') {
                position++;
                require(position < end, Kind.OPEN_QUOTE);
            }
            int octet = peek();
            require(octet >= ' ' && octet != 127 || isSpace(position), Kind.CONTROL_CHARACTER);
            position++;
        }
        position++;
    }

    private void append(StringBuilder text, int from) {
        for (int i = from; i < position; i++) {
            if (raw[i] != '\r' && raw[i] != '\n') {
                text.append((char) (raw[i] & 0xff));
            }
        }
    }
}
