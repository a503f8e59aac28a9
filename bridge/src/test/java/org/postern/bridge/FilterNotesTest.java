// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.submission.header.HeaderField;

class FilterNotesTest {
    private static final AttributeName FIELDS = AttributeName.of("postern.filter-fields");

    private FakeMail mail;

    @BeforeEach
    void setUp() throws Exception {
        mail = FakeMail.builder().name("filtered").build();
    }

    @Test
    void shouldCarryWhatTheFilterSaidWithTheMail() {
        FilterNotes.write(mail, "add header", Optional.of("7.5"),
            List.of(HeaderField.of("X-Spam", "Yes: really"), HeaderField.of("X-Rule", "A\r\n\tB")));

        assertThat(MailAttributes.read(mail, FilterNotes.ACTION)).contains("add header");
        assertThat(MailAttributes.read(mail, FilterNotes.SCORE)).contains("7.5");
        assertThat(FilterNotes.fields(mail)).extracting(HeaderField::toString).containsExactly("X-Spam: Yes: really", "X-Rule: A\r\n\tB");
    }

    @Test
    void shouldNoteNoMoreThanTheFilterSaid() {
        FilterNotes.write(mail, "no action", Optional.empty(), List.of());

        assertThat(MailAttributes.read(mail, FilterNotes.SCORE)).isEmpty();
        assertThat(FilterNotes.fields(mail)).isEmpty();
        assertThat(mail.attributeNames()).containsExactly(FilterNotes.ACTION);
    }

    @Test
    void shouldBelieveNoAttributeThatWouldBeMoreThanFields() {
        mail.setAttribute(new Attribute(FIELDS, AttributeValue.of(List.<AttributeValue<?>>of(
            AttributeValue.of("X-Spam: Yes\r\nBcc: eve@example.net"), AttributeValue.of("From: eve@example.net"),
            AttributeValue.of("nothing"), AttributeValue.of(5), AttributeValue.of("X-Good: yes")))));
        assertThat(FilterNotes.fields(mail)).extracting(HeaderField::toString).containsExactly("X-Good: yes");

        mail.setAttribute(new Attribute(FIELDS, AttributeValue.of("X-Spam: Yes")));
        assertThat(FilterNotes.fields(mail)).isEmpty();
    }
}
