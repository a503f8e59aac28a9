// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.distribution.trace.TraceSearch.Story;

class TraceTextTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123Z");
    private static final Map<TraceField, String> CLIENT = Map.of(TraceField.SESSION, "s1", TraceField.ACCOUNT, "ann@people.test",
        TraceField.USER, "boss@people.test", TraceField.CLIENT, "192.0.2.7", TraceField.LISTENER, "submission",
        TraceField.TLS, "TLSv1.3 TLS_AES_128_GCM_SHA256");

    private final TraceText text = new TraceText(ZoneOffset.ofHours(1));

    private static TraceEvent event(Kind kind, Map<TraceField, String> fields, String... recipients) {
        return TraceEvent.ofMail(NOW, kind, "Mail1").with(fields).aboutText(List.of(recipients));
    }

    @Test
    void shouldTellAMessagesLifeInALineForEachEvent() {
        Story story = new Story("Mail1", List.of(
            event(Kind.LOGIN, CLIENT).with(Map.of(TraceField.BY, "people", TraceField.MECHANISM, "PLAIN")),
            event(Kind.REFUSED, CLIENT, "x@localhost").with(Map.of(TraceField.COMMAND, "RCPT", TraceField.REPLY, "554 5.1.2 No")),
            event(Kind.ACCEPTED, CLIENT, "bob@remote.test", "carol@far.test").with(Map.of(TraceField.SENDER, "boss@people.test",
                TraceField.SIZE, "1234", TraceField.REPLY, "250 2.6.0 Queued as Mail1")),
            event(Kind.CHECKED, Map.of(TraceField.REASON, "content filter: add header, score 7.5")),
            event(Kind.REPAIRED, Map.of(TraceField.CHANGES, "add-date, remove-bcc", TraceField.MESSAGE_ID, "m1@people.test")),
            event(Kind.SIGNED, Map.of(TraceField.CHANGES, "s1._domainkey.people.test")),
            event(Kind.DELIVERED, Map.of(TraceField.HOST, "mx.remote.test", TraceField.REPLY, "250 2.0.0 Ok"), "bob@remote.test"),
            event(Kind.DELAYED, Map.of(TraceField.REPLY, "451 4.7.1 Greylisted", TraceField.NEXT_TRY, "2026-11-25T12:05:00Z"),
                "carol@far.test"),
            event(Kind.FAILED, Map.of(TraceField.REASON, "4.4.7 Too late"), "carol@far.test"),
            event(Kind.REPORTED, Map.of(TraceField.REASON, "failed", TraceField.REPORT, "report-1"), "boss@people.test"),
            event(Kind.REMOVED, Map.of(TraceField.REASON, "purged"))));

        assertThat(text.lines(story)).containsExactly(
            "Mail1  from boss@people.test  to bob@remote.test, carol@far.test  <m1@people.test>",
            "  2026-11-25 13:00:00.123  login          ann@people.test as boss@people.test, by people, PLAIN, from 192.0.2.7, submission,"
                + " TLSv1.3 TLS_AES_128_GCM_SHA256",
            "  2026-11-25 13:00:00.123  refused        RCPT x@localhost: 554 5.1.2 No",
            "  2026-11-25 13:00:00.123  accepted       250 2.6.0 Queued as Mail1, 1234 octets, from 192.0.2.7, submission,"
                + " TLSv1.3 TLS_AES_128_GCM_SHA256",
            "  2026-11-25 13:00:00.123  checked        content filter: add header, score 7.5",
            "  2026-11-25 13:00:00.123  repaired       add-date, remove-bcc",
            "  2026-11-25 13:00:00.123  signed         s1._domainkey.people.test",
            "  2026-11-25 13:00:00.123  delivered      bob@remote.test by mx.remote.test: 250 2.0.0 Ok",
            "  2026-11-25 13:00:00.123  delayed        carol@far.test: 451 4.7.1 Greylisted; next try 2026-11-25 13:05:00",
            "  2026-11-25 13:00:00.123  failed         carol@far.test: 4.4.7 Too late",
            "  2026-11-25 13:00:00.123  reported       to boss@people.test, failed, as report-1",
            "  2026-11-25 13:00:00.123  removed        purged");
    }

    @Test
    void shouldTellOfASessionWithoutAMessageAndNeverMoreThanALine() {
        Story story = new Story("session:s1", List.of(TraceEvent.ofSession(NOW, Kind.LOGIN_REFUSED, "s1").with(Map.of(
            TraceField.ACCOUNT, "ann\r\n\u001b[31m\u202e@people.test", TraceField.REASON, "credentials", TraceField.CLIENT, "192.0.2.7"))));

        assertThat(text.lines(story)).containsExactly(
            "session:s1  from 192.0.2.7",
            "  2026-11-25 13:00:00.123  login refused  ann???[31m?@people.test, credentials, from 192.0.2.7");
    }
}
