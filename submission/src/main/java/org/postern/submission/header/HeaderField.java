// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One header field, octet for octet as it stands in the message: name, colon, body, folds and the CRLF that ends it.
 * A line in the header that is no header field (no colon, a bad name) is kept too, {@link #isWellFormed()} false, so that
 * writing gives back what was read.
 */
public final class HeaderField {
    private static final byte[] CRLF = {'\r', '\n'};

    private final byte[] raw;
    private final int colon;
    private final String name;
    private final String key;
    /** Parsed when first asked for; a race parses twice, with the same result. */
    private Addresses addresses;

    private HeaderField(byte[] raw, int colon, String name) {
        this.raw = raw;
        this.colon = colon;
        this.name = name;
        this.key = name.toLowerCase(Locale.ROOT);
    }

    /** Wraps octets read from a message. The array is not copied and must not change. */
    static HeaderField read(byte[] raw) {
        int colon = colonOf(raw);
        int nameEnd = colon;
        while (nameEnd > 0 && (raw[nameEnd - 1] == ' ' || raw[nameEnd - 1] == '\t')) {
            nameEnd--;
        }
        String name = colon < 0 ? "" : new String(raw, 0, nameEnd, StandardCharsets.US_ASCII);
        return new HeaderField(raw, colon, name);
    }

    /**
     * A field of our own making.
     *
     * @param name as in RFC 5322 §2.2
     * @param body octets as ISO-8859-1, already folded with CRLF and a white space where it is long; no CRLF at its end
     * @throws IllegalArgumentException when the name is no field name
     */
    public static HeaderField of(String name, String body) {
        byte[] line = (name + ": " + body).getBytes(StandardCharsets.ISO_8859_1);
        byte[] raw = new byte[line.length + CRLF.length];
        System.arraycopy(line, 0, raw, 0, line.length);
        System.arraycopy(CRLF, 0, raw, line.length, CRLF.length);
        HeaderField field = read(raw);
        if (!field.isWellFormed()) {
            throw new IllegalArgumentException("Not a header field name: " + name);
        }
        return field;
    }

    /**
     * A field with these very octets, for instance another one's with an insertion.
     *
     * @param raw as {@link #raw()} gives it, the CRLF at the end included
     */
    public static HeaderField ofRaw(byte[] raw) {
        return read(raw.clone());
    }

    /** The same body, octet for octet, under another name. */
    public HeaderField renamed(String newName) {
        byte[] start = newName.getBytes(StandardCharsets.US_ASCII);
        byte[] changed = new byte[start.length + raw.length - colon];
        System.arraycopy(start, 0, changed, 0, start.length);
        System.arraycopy(raw, colon, changed, start.length, raw.length - colon);
        return read(changed);
    }

    private static int colonOf(byte[] raw) {
        int i = 0;
        while (i < raw.length && raw[i] > ' ' && raw[i] != 127 && raw[i] != ':') {
            i++;
        }
        int nameEnd = i;
        // RFC 5322 §4.5 (obsolete syntax) allows white space before the colon.
        while (i < raw.length && (raw[i] == ' ' || raw[i] == '\t')) {
            i++;
        }
        return nameEnd > 0 && i < raw.length && raw[i] == ':' ? i : -1;
    }

    /** Whether this is a header field at all: printable name and a colon. */
    public boolean isWellFormed() {
        return colon > 0;
    }

    /** As written; empty when this is no header field. */
    public String name() {
        return name;
    }

    public boolean is(String otherName) {
        return name.length() == otherName.length() && name.equalsIgnoreCase(otherName);
    }

    /** For use as a key: field names know no case. */
    public String key() {
        return key;
    }

    /** What follows the colon, unfolded and trimmed; octets over 127 as ISO-8859-1, so that none is lost. */
    public String body() {
        StringBuilder body = new StringBuilder(raw.length);
        for (int i = colon + 1; i < raw.length; i++) {
            if (raw[i] != '\r' && raw[i] != '\n') {
                body.append((char) (raw[i] & 0xff));
            }
        }
        return body.toString().strip();
    }

    /** This field read as a list of addresses (RFC 5322 §3.4); meaningless for a field that holds none. */
    public Addresses addresses() {
        Addresses parsed = addresses;
        if (parsed == null) {
            parsed = AddressParser.parse(raw, colon + 1);
            addresses = parsed;
        }
        return parsed;
    }

    /** Whether there is an octet over 127 in it. */
    public boolean hasEightBit() {
        for (byte octet : raw) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    /** How many lines of the message it takes, at least 1. */
    public int lines() {
        int lines = endsLine() ? 0 : 1;
        for (byte octet : raw) {
            if (octet == '\n') {
                lines++;
            }
        }
        return lines;
    }

    boolean endsLine() {
        return raw.length > 0 && raw[raw.length - 1] == '\n';
    }

    HeaderField withLineEnd() {
        byte[] ended = Arrays.copyOf(raw, raw.length + CRLF.length);
        System.arraycopy(CRLF, 0, ended, raw.length, CRLF.length);
        return read(ended);
    }

    /** A copy of all octets of this field, the CRLF at its end included. */
    public byte[] raw() {
        return raw.clone();
    }

    public int length() {
        return raw.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(raw);
    }

    @Override
    public String toString() {
        return new String(raw, StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
