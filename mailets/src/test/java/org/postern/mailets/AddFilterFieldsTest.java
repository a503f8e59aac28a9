// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.bridge.FilterNotes;
import org.postern.submission.header.HeaderField;

class AddFilterFieldsTest {
    private static final String HEADER = "from:alice@example.org\r\nX-Odd:  a \t\r\n\tfold\r\n";
    private static final String BODY = "\r\nbody \u00e4\r\n.";

    private Fixture fixture;
    private AddFilterFields mailet;

    @BeforeEach
    void setUp() throws Exception {
        fixture = new Fixture();
        mailet = fixture.init(new AddFilterFields(fixture.repairs));
    }

    private static void note(MailImpl mail) {
        FilterNotes.write(mail, "add header", Optional.empty(), List.of(HeaderField.of("X-Spam", "Yes")));
    }

    @Test
    void shouldAddTheFieldsOnceAndChangeNoOtherOctet() throws Exception {
        MailImpl mail = fixture.submitted(HEADER + BODY);
        note(mail);

        mailet.service(mail);
        mailet.service(mail);

        assertThat(Fixture.text(mail)).isEqualTo(HEADER + "X-Spam: Yes\r\n" + BODY);
    }

    @Test
    void shouldLeaveAMessageAloneOfWhichTheFilterSaidNothing() throws Exception {
        MailImpl mail = fixture.submitted(HEADER + BODY);
        Object message = mail.getMessage();

        mailet.service(mail);

        assertThat(mail.getMessage()).isSameAs(message);
    }

    @Test
    void shouldLeaveMailAloneThatNobodySubmitted() throws Exception {
        MailImpl mail = fixture.unauthenticated(HEADER + BODY);
        note(mail);

        mailet.service(mail);

        assertThat(Fixture.text(mail)).isEqualTo(HEADER + BODY);
    }
}
