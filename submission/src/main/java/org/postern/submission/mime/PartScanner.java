// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.postern.submission.header.MessageParser;
import org.postern.submission.header.MessageScanner;
import org.postern.submission.header.ParsedMessage;

/**
 * Finds the parts of a message in one pass (RFC 2046 §5.1). A delimiter is a line of its own between CR LFs, with nothing
 * but spaces and tabs behind it; the CR LF before it is the delimiter's. Keeps one header in memory, never a body.
 */
final class PartScanner {
    /** More parts than any honest message has. */
    static final int MOST_PARTS = 10_000;
    /** Deeper than any honest message is. */
    static final int DEEPEST = 30;

    private static final int BLOCK = 16 * 1024;
    private static final int LONGEST_DELIMITER = 256;
    private static final String HYPHENS = "--";

    private final List<Part> parts = new ArrayList<>();
    private final Deque<Part> open = new ArrayDeque<>();
    /** Those of the multiparts so far, open or not: most lines that start like a delimiter are none, and are many in an attack. */
    private final Set<String> boundaries = new HashSet<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private final byte[] line = new byte[LONGEST_DELIMITER];
    private boolean inHeader;
    private boolean tooMany;
    private boolean afterCrLf = true;
    private long position;
    private long lineStart;
    private long column;
    private byte previous;

    private PartScanner() {
        begin(Optional.empty(), true);
    }

    /** The parts of a message in their order, the message itself first; empty when they are too many. */
    static Optional<List<Part>> scan(MessageSource message) throws IOException {
        PartScanner scanner = new PartScanner();
        byte[] block = new byte[BLOCK];
        try (InputStream in = message.open()) {
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                for (int i = 0; i < length; i++) {
                    scanner.accept(block[i]);
                }
            }
        }
        scanner.finish();
        return scanner.tooMany ? Optional.empty() : Optional.of(scanner.parts);
    }

    private void begin(Optional<Part> parent, boolean isMessage) {
        Part part = new Part(parent, isMessage, position);
        parts.add(part);
        open.push(part);
        header.reset();
        inHeader = true;
    }

    private void accept(byte octet) {
        facts().add(octet, previous, column);
        if (inHeader && header.size() <= MessageScanner.DEFAULT_HEADER_LIMIT) {
            header.write(octet);
        }
        if (column < line.length) {
            line[(int) column] = octet;
        }
        column++;
        position++;
        if (octet == '\n') {
            endLine(previous == '\r');
        }
        previous = octet;
    }

    private OctetFacts facts() {
        return inHeader ? open.element().header() : open.element().body();
    }

    private void endLine(boolean crLf) {
        boolean startsBody = false;
        if (!crLf || !delimiter((int) Math.min(column - 2, line.length))) {
            startsBody = inHeader && column == (crLf ? 2 : 1);
            if (startsBody) {
                endHeader();
            }
        }
        afterCrLf = crLf || startsBody;
        lineStart = position;
        column = 0;
    }

    private void finish() {
        if (column <= line.length) {
            delimiter((int) column);
        }
        if (previous == '\r') {
            facts().endsWithCr();
        }
        if (inHeader) {
            readHeader();
            open.element().beginBody(position);
        }
        open.forEach(part -> part.endBody(position));
    }

    private void readHeader() {
        ParsedMessage parsed = MessageParser.parse(header.toByteArray());
        Part part = open.element();
        part.read(parsed.header(), part.start() + parsed.fieldsLength(), open.size() > DEEPEST);
        if (part.kind() == Part.Kind.MULTIPART) {
            boundaries.add(part.type().boundary().orElseThrow());
        }
        inHeader = false;
    }

    private void endHeader() {
        readHeader();
        Part part = open.element();
        part.beginBody(position);
        if (part.kind() == Part.Kind.MESSAGE && isRoom()) {
            begin(Optional.of(part), true);
        }
    }

    private boolean isRoom() {
        tooMany |= parts.size() >= MOST_PARTS;
        return !tooMany;
    }

    /** Whether the line is a delimiter of a multipart that is open; what is inside of that multipart ends with it. */
    private boolean delimiter(int length) {
        if (!afterCrLf || column > line.length || length < 3 || line[0] != '-' || line[1] != '-') {
            return false;
        }
        String text = withoutPadding(new String(line, 2, length - 2, StandardCharsets.ISO_8859_1));
        String last = text.endsWith(HYPHENS) ? text.substring(0, text.length() - HYPHENS.length()) : text;
        if (!boundaries.contains(text) && !boundaries.contains(last)) {
            return false;
        }
        for (Part part : open) {
            if (part.kind() == Part.Kind.MULTIPART && !part.isClosed()) {
                String boundary = part.type().boundary().orElseThrow();
                if (text.equals(boundary) || last.equals(boundary)) {
                    endPartsOf(part, !text.equals(boundary));
                    return true;
                }
            }
        }
        return false;
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return text.substring(0, end);
    }

    private void endPartsOf(Part multipart, boolean isLast) {
        if (inHeader) {
            endHeaderBeforeDelimiter();
        }
        while (open.element() != multipart) {
            open.pop().endBody(lineStart - 2);
        }
        if (isLast) {
            multipart.close();
        } else if (isRoom()) {
            begin(Optional.of(multipart), false);
        }
    }

    private void endHeaderBeforeDelimiter() {
        byte[] octets = header.toByteArray();
        header.reset();
        header.write(octets, 0, (int) Math.max(0, Math.min(octets.length, lineStart - open.element().start())));
        readHeader();
        open.element().beginBody(lineStart);
    }
}
