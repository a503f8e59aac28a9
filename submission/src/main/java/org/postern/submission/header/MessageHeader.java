// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The header of a message (RFC 5322 §2.2), immutable. What is not changed is written back octet for octet. */
public final class MessageHeader {
    private final List<HeaderField> fields;

    private MessageHeader(List<HeaderField> fields) {
        this.fields = fields;
    }

    public static MessageHeader of(List<HeaderField> fields) {
        return new MessageHeader(List.copyOf(fields));
    }

    /** In the order of the message, lines that are no header fields among them. */
    public List<HeaderField> fields() {
        return fields;
    }

    public List<HeaderField> named(String name) {
        return fields.stream().filter(field -> field.is(name)).toList();
    }

    public Optional<HeaderField> first(String name) {
        return fields.stream().filter(field -> field.is(name)).findFirst();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** With this field after all others. */
    public MessageHeader append(HeaderField field) {
        List<HeaderField> changed = new ArrayList<>(fields);
        changed.add(field);
        return new MessageHeader(List.copyOf(changed));
    }

    /** With another field in the place of this very one. */
    public MessageHeader replace(HeaderField old, HeaderField replacement) {
        return new MessageHeader(fields.stream().map(field -> field == old ? replacement : field).toList());
    }

    /** The same instance when no field is meant. */
    public MessageHeader without(Predicate<HeaderField> unwanted) {
        List<HeaderField> kept = fields.stream().filter(unwanted.negate()).toList();
        return kept.size() == fields.size() ? this : new MessageHeader(kept);
    }

    /** All fields, without the empty line that ends a header. */
    public void writeTo(OutputStream out) throws IOException {
        for (HeaderField field : fields) {
            field.writeTo(out);
        }
    }
}
