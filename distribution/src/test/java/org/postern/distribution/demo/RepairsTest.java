// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

import org.junit.jupiter.api.Test;

class RepairsTest {
    private static final Header SENT = Header.of("From: a@b.example\r\nSubject: one\r\n two\r\nBcc: c@d.example\r\n\r\nDate: body\r\n");

    @Test
    void shouldBeNoneWhenOnlyTraceCameOnTop() {
        Header received = Header.of("Received: by x\r\n\twith ESMTPSA\r\nReturn-Path: <a@b.example>\r\n"
            + "From: a@b.example\r\nSubject: one\r\n two\r\nBcc: c@d.example\r\n\r\n");

        assertThat(Repairs.between(SENT, received.withoutTrace()).none()).isTrue();
    }

    @Test
    void shouldTellAddedChangedAndRemovedFields() {
        Header received = Header.of("From: a@b.example\r\nSubject: one two\r\nDate: now\r\n\r\n");

        Repairs repairs = Repairs.between(SENT, received);

        assertThat(repairs).isEqualTo(new Repairs(Set.of("date"), Set.of("subject"), Set.of("bcc")));
        assertThat(repairs.describe(received)).isEqualTo("added Date: now; now Subject: one two; removed Bcc");
    }

    @Test
    void shouldTellAFieldThatIsThereTwice() {
        Header received = Header.of("From: a@b.example\r\nFrom: a@b.example\r\nSubject: one\r\n two\r\nBcc: c@d.example\r\n\r\n");

        assertThat(Repairs.between(SENT, received)).isEqualTo(Repairs.changing("from"));
    }

    @Test
    void shouldNameFieldsWithoutValuesWhenSeveralWereAdded() {
        Header received = Header.of("To: x@y.example\r\nDate: now\r\n"
            + "From: a@b.example\r\nSubject: one\r\n two\r\nBcc: c@d.example\r\n\r\n");

        assertThat(Repairs.between(SENT, received).describe(received)).isEqualTo("added To, Date");
    }

    @Test
    void shouldReadABodyWhenThereIsNoHeader() {
        assertThat(Header.of("\r\nFrom: body\r\n").fields()).isEmpty();
        assertThat(Header.body("\r\nFrom: body\r\n")).isEqualTo("From: body\r\n");
    }
}
