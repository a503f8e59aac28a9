// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.util.List;
import java.util.Optional;

import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/**
 * An entity of a message (RFC 2045 §2.4): the message itself, a part of a multipart, or an attached message. Its octets are
 * known by where they are. Filled in by {@link PartScanner}.
 */
final class Part {
    enum Kind {
        /** Has content. */
        LEAF,
        /** Has parts. */
        MULTIPART,
        /** Has a message. */
        MESSAGE,
        /** Has something that nobody may encode, or that we cannot look into. */
        OPAQUE
    }

    private final Optional<Part> parent;
    private final boolean message;
    private final long start;
    private final OctetFacts header = new OctetFacts();
    private final OctetFacts body = new OctetFacts();

    private Kind kind = Kind.OPAQUE;
    private MediaType type = MediaType.TEXT;
    private Encoding encoding = Encoding.SEVEN_BIT;
    private boolean mimeVersion;
    private boolean contentType;
    private long fieldsEnd;
    private long bodyStart;
    private long bodyEnd;
    private boolean closed;

    /** @param message whether its header is that of a message */
    Part(Optional<Part> parent, boolean message, long start) {
        this.parent = parent;
        this.message = message;
        this.start = start;
    }

    /** @param isDeep whether it is too deep in the message to be looked into */
    void read(MessageHeader fields, long endOfFields, boolean isDeep) {
        List<HeaderField> types = fields.named(MediaType.FIELD);
        contentType = !types.isEmpty();
        mimeVersion = fields.has("MIME-Version");
        encoding = fields.isComplete() ? fields.first(Encoding.FIELD).map(Encoding::read).orElse(Encoding.SEVEN_BIT) : Encoding.OTHER;
        type = contentType ? MediaType.read(types.get(0)) : defaultType();
        fieldsEnd = endOfFields;
        kind = fields.isComplete() && !isDeep ? kindOf() : Kind.OPAQUE;
    }

    private MediaType defaultType() {
        return parent.filter(above -> above.type.isDigest()).isPresent() ? MediaType.MESSAGE : MediaType.TEXT;
    }

    private Kind kindOf() {
        if (type.isMultipart()) {
            return type.boundary().isPresent() ? Kind.MULTIPART : Kind.OPAQUE;
        }
        if (type.isMessage() && encoding.isIdentity()) {
            return Kind.MESSAGE;
        }
        return type.mayBeEncoded() ? Kind.LEAF : Kind.OPAQUE;
    }

    void beginBody(long position) {
        bodyStart = position;
    }

    void endBody(long position) {
        bodyEnd = Math.max(bodyStart, position);
    }

    /** Its last delimiter is past. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    Optional<Part> parent() {
        return parent;
    }

    boolean isMessage() {
        return message;
    }

    /** Whether a signature (RFC 1847) covers it. */
    boolean isSigned() {
        return parent.filter(above -> above.type.isSigned() || above.isSigned()).isPresent();
    }

    Kind kind() {
        return kind;
    }

    MediaType type() {
        return type;
    }

    Encoding encoding() {
        return encoding;
    }

    boolean hasMimeVersion() {
        return mimeVersion;
    }

    boolean hasContentType() {
        return contentType;
    }

    OctetFacts header() {
        return header;
    }

    /** Of a multipart: what stands around its parts; of an attached message: nothing. */
    OctetFacts body() {
        return body;
    }

    long start() {
        return start;
    }

    long fieldsEnd() {
        return fieldsEnd;
    }

    long bodyStart() {
        return bodyStart;
    }

    long bodyEnd() {
        return bodyEnd;
    }
}
