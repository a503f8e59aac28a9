// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The header of a message (RFC 5322 §2.2), immutable. What is not changed is written back octet for octet. */
public final class MessageHeader {
    private final List<HeaderField> fields;
    private final boolean complete;

    private MessageHeader(List<HeaderField> fields, boolean complete) {
        this.fields = fields;
        this.complete = complete;
    }

    public static MessageHeader of(List<HeaderField> fields) {
        return new MessageHeader(List.copyOf(fields), true);
    }

    static MessageHeader read(List<HeaderField> fields, boolean complete) {
        return new MessageHeader(List.copyOf(fields), complete);
    }

    /**
     * False when the header was over the limit and its end is not known here. Such a header cannot be changed, as nobody
     * can say what is missing in it: {@link #append}, {@link #replace}, {@link #edit} and {@link #without} give back the same.
     */
    public boolean isComplete() {
        return complete;
    }

    /** In the order of the message, lines that are no header fields among them. */
    public List<HeaderField> fields() {
        return fields;
    }

    public List<HeaderField> named(String name) {
        List<HeaderField> found = new ArrayList<>(1);
        for (HeaderField field : fields) {
            if (field.is(name)) {
                found.add(field);
            }
        }
        return found;
    }

    public Optional<HeaderField> first(String name) {
        for (HeaderField field : fields) {
            if (field.is(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /**
     * The field that stands on a line.
     *
     * @param line counts from 1; empty when it is not in the header
     */
    public Optional<HeaderField> atLine(long line) {
        long next = 1;
        for (HeaderField field : fields) {
            next += field.lines();
            if (line < next) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** With this field after all others. */
    public MessageHeader append(HeaderField field) {
        if (!complete) {
            return this;
        }
        List<HeaderField> changed = new ArrayList<>(fields);
        int last = fields.size() - 1;
        if (last >= 0 && !fields.get(last).endsLine()) {
            changed.set(last, fields.get(last).withLineEnd());
        }
        changed.add(field);
        return of(changed);
    }

    /** With another field in the place of this very one. */
    public MessageHeader replace(HeaderField old, HeaderField replacement) {
        return edit(field -> field == old ? replacement : field);
    }

    /** With what the edit makes of each field; the same instance when it gives back every field itself. */
    public MessageHeader edit(UnaryOperator<HeaderField> edit) {
        if (!complete) {
            return this;
        }
        List<HeaderField> edited = fields.stream().map(edit).toList();
        // Fields are equal only to themselves.
        return edited.equals(fields) ? this : of(edited);
    }

    /** The same instance when no field is meant. */
    public MessageHeader without(Predicate<HeaderField> unwanted) {
        if (!complete || fields.stream().noneMatch(unwanted)) {
            return this;
        }
        return of(fields.stream().filter(unwanted.negate()).toList());
    }

    /** All fields, without the empty line that ends a header. */
    public void writeTo(OutputStream out) throws IOException {
        for (HeaderField field : fields) {
            field.writeTo(out);
        }
    }
}
