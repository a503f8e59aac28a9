// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.postern.submission.header.ForeignField;
import org.postern.submission.header.HeaderField;

/** What a content filter said of a mail that it let through, as attributes of the mail. */
public final class FilterNotes {
    /** What the filter would do with it, such as {@code add header}. */
    public static final AttributeName ACTION = AttributeName.of("postern.filter-action");
    /** How much the filter is against it, a number. */
    public static final AttributeName SCORE = AttributeName.of("postern.filter-score");
    private static final AttributeName FIELDS = AttributeName.of("postern.filter-fields");
    private static final String BEHIND_NAME = ": ";

    private FilterNotes() {
    }

    /** @param fields that the filter wants to see in the header */
    public static void write(Mail mail, String action, Optional<String> score, List<HeaderField> fields) {
        MailAttributes.write(mail, ACTION, action);
        score.ifPresent(number -> MailAttributes.write(mail, SCORE, number));
        List<AttributeValue<?>> lines = fields.stream()
            .<AttributeValue<?>>map(field -> AttributeValue.of(field.toString()))
            .toList();
        if (!lines.isEmpty()) {
            mail.setAttribute(new Attribute(FIELDS, AttributeValue.of(lines)));
        }
    }

    /** Those that the filter wants to see in the header; an attribute is no more to be trusted than the filter. */
    public static List<HeaderField> fields(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, FIELDS, Collection.class).stream()
            .flatMap(lines -> ((Collection<?>) lines).stream())
            .map(line -> String.valueOf(((AttributeValue<?>) line).value()).split(BEHIND_NAME, 2))
            .flatMap(parts -> parts.length == 2 ? ForeignField.of(parts[0], parts[1]).stream() : Stream.empty())
            .toList();
    }
}
