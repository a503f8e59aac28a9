// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

import javax.mail.internet.MimeMessage;

import com.codahale.metrics.MetricRegistry;
import com.google.common.collect.ImmutableMap;
import io.prometheus.client.CollectorRegistry;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.accounts.LimitsFile;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.accounts.alerts.AccountAlerts;
import org.postern.accounts.alerts.AccountWatch;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.MailOptions;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.distribution.delivery.smtp.Attempt;
import org.postern.distribution.delivery.smtp.KeptConnections;
import org.postern.distribution.metrics.AttemptTimes;
import org.postern.submission.DeliverBy;
import org.postern.submission.TransferOptions;

class TriesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<String> sent = new ArrayList<>();
    private final List<TraceEvent> traced = new ArrayList<>();
    private final KeptConnections connections = new KeptConnections();
    private final LateMail late = new LateMail(Clock.fixed(NOW, ZoneOffset.UTC));
    private final MetricRegistry metrics = new MetricRegistry();
    private AccountWatch watch;
    private Tries tries;
    private MailImpl mail;

    @BeforeEach
    void prepare() throws Exception {
        MailetContext context = (MailetContext) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                Mail copy = (Mail) arguments[0];
                MailAddress recipient = copy.getRecipients().iterator().next();
                sent.add(arguments[1] + " " + copy.getRecipients() + " " + DeliveryError.of(copy, recipient, "5.0.0").status());
                return null;
            });
        FateProcessors fate = new FateProcessors(context, Optional.of("delays"), Optional.of("bounces"), Optional.of("relays"));
        watch = watch();
        tries = new Tries(new Routes(Optional.empty(), false), late, Clock.fixed(NOW, ZoneOffset.UTC), fate, watch, connections,
            Duration.ZERO, new TracedTries(traced::add, Clock.fixed(NOW, ZoneOffset.UTC),
                new AttemptTimes(new CollectorRegistry())));
        mail = MailImpl.builder().name("m1").sender("ann@people.test")
            .addRecipients("bob@remote.test", "carol@remote.test")
            .mimeMessage(new MimeMessage(null, new ByteArrayInputStream("Subject: hello\r\n\r\nbody\r\n".getBytes(US_ASCII))))
            .build();
    }

    private AccountWatch watch() throws Exception {
        LimitsFile file = LimitsFile.parse(FileConfigurationProvider.getConfig(new ByteArrayInputStream(
            "<limits><alerts><refusedRecipients of=\"2\" percent=\"70\"/></alerts></limits>".getBytes(US_ASCII))));
        Suspensions suspensions = new Suspensions(new SuspensionsInMemory());
        return new AccountWatch(file, new AccountAlerts(file, suspensions, new DropWizardMetricFactory(metrics), new StoreCalls()),
            suspensions);
    }

    @AfterEach
    void forget() {
        connections.close();
        Attempt.end();
    }

    @Test
    void shouldWaitAsLongAsAskedFor() {
        tries.begins(mail);

        assertThat(tries.waits(mail, HOUR)).contains(HOUR);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldTraceWhatBecameOfEachRecipient() throws Exception {
        tries.begins(mail);
        Attempt.current().orElseThrow().took(new Attempt.Delivered(new MailAddress("bob@remote.test"), "250 2.0.0 Ok as 1", false, false));
        tries.waits(mail, HOUR);
        tries.isDone(mail);
        tries.ends(mail, true);

        assertThat(traced).extracting(TraceEvent::kind).containsExactly(Kind.DELAYED, Kind.DELIVERED);
        assertThat(traced.get(0).recipients()).containsExactly("carol@remote.test");
        assertThat(traced.get(0).field(TraceField.NEXT_TRY)).contains("2026-11-25T13:00:00Z");
        assertThat(traced.get(1).recipients()).containsExactly("bob@remote.test");
        assertThat(traced.get(1).field(TraceField.REPLY)).contains("250 2.0.0 Ok as 1");
    }

    @Test
    void shouldTraceTheEndOfAReportThatNobodyTakes() throws Exception {
        mail.setSender(MailAddress.nullSender());
        tries.begins(mail);
        tries.isDone(mail);
        tries.ends(mail, true);

        assertThat(traced).extracting(TraceEvent::kind).containsExactly(Kind.FAILED);
        assertThat(traced.get(0).recipients()).containsExactly("bob@remote.test", "carol@remote.test");
    }

    @Test
    void shouldTryAgainJustBehindTheDeadline() {
        by(NOW.plusSeconds(600), DeliverBy.Mode.RETURN);

        assertThat(tries.waits(mail, HOUR)).contains(Duration.ofSeconds(601));
        assertThat(tries.waits(mail, Duration.ofSeconds(5))).contains(Duration.ofSeconds(5));
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldReturnTheMailWhenItsTimeIsOver() {
        by(NOW, DeliverBy.Mode.RETURN);

        assertThat(tries.waits(mail, HOUR)).isEmpty();
        assertThat(sent).containsExactly("bounces [bob@remote.test, carol@remote.test] 5.4.7");
    }

    @Test
    void shouldTellOnceThatTheTimeIsOverAndGoOn() {
        by(NOW.minusSeconds(1), DeliverBy.Mode.NOTIFY);

        assertThat(tries.waits(mail, HOUR)).contains(HOUR);
        assertThat(tries.waits(mail, HOUR)).contains(HOUR);
        assertThat(sent).hasSize(1).first().asString().startsWith("delays ");
    }

    @Test
    void shouldTellOnceThatTheMailIsLate() {
        late.warnAfter(Duration.ZERO);

        assertThat(tries.waits(mail, HOUR)).contains(HOUR);
        assertThat(tries.waits(mail, HOUR)).contains(HOUR);
        assertThat(sent).hasSize(1).first().asString().startsWith("delays ");
    }

    @Test
    void shouldNotLetThoseWaitWhoHaveIt() throws Exception {
        tries.begins(mail);
        delivered("bob@remote.test", false);

        assertThat(tries.waits(mail, HOUR)).contains(HOUR);
        assertThat(mail.getRecipients()).containsExactly(new MailAddress("carol@remote.test"));
        delivered("carol@remote.test", false);
        assertThat(tries.waits(mail, HOUR)).isEmpty();
    }

    @Test
    void shouldCountOnceWhoHasIt() throws Exception {
        List<Username> ann = List.of(Username.of("ann@people.test"));
        MailAttributes.write(mail, MailAttributes.USERNAME, "ann@people.test");
        tries.begins(mail);
        delivered("bob@remote.test", false);
        tries.ends(mail, false);
        tries.begins(mail);
        tries.ends(mail, true);
        watch.delivered(ann, 2, 2);
        assertThat(metrics.getMetrics()).as("2 of 3").isEmpty();
        watch.delivered(ann, 1, 1);

        assertThat(metrics.getMetrics()).as("3 of 4").containsOnlyKeys("accountAlerts-refused-recipients");
    }

    @Test
    void shouldReportSuccessWhereItIsWantedAndNobodyElseDoes() throws Exception {
        mail.setDsnParameters(DsnParameters.builder().rcptParameters(ImmutableMap.of(
            new MailAddress("bob@remote.test"), RecipientDsnParameters.of(EnumSet.of(Notify.SUCCESS)),
            new MailAddress("dave@remote.test"), RecipientDsnParameters.of(EnumSet.of(Notify.SUCCESS)))).build().orElseThrow());
        tries.begins(mail);
        delivered("bob@remote.test", false);
        delivered("carol@remote.test", false);
        delivered("dave@remote.test", true);

        tries.isDone(mail);
        tries.ends(mail, true);

        assertThat(sent).containsExactly("relays [bob@remote.test] 2.0.0");
        assertThat(Attempt.current()).isEmpty();
    }

    @Test
    void shouldRememberWhoHasAMailThatIsTriedAgainForAFaultOfOurs() throws Exception {
        tries.begins(mail);
        delivered("bob@remote.test", false);
        tries.ends(mail, false);
        MailImpl same = MailImpl.builder().name("m1").sender("ann@people.test")
            .addRecipients("bob@remote.test", "carol@remote.test").build();

        tries.begins(same);

        assertThat(same.getRecipients()).containsExactly(new MailAddress("carol@remote.test"));
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldTellWhereThePromiseOfATimeEnds() throws Exception {
        by(NOW.plusSeconds(600), DeliverBy.Mode.NOTIFY);
        delivered("bob@remote.test", true);

        tries.isDone(mail);

        assertThat(sent).containsExactly("relays [bob@remote.test] 2.0.0");
    }

    @Test
    void shouldTellThatTheTimeIsOverAlsoBehindTheOrdinaryWarning() {
        late.warnAfter(Duration.ZERO);
        tries.begins(mail);
        tries.waits(mail, HOUR);
        by(NOW, DeliverBy.Mode.NOTIFY);

        tries.waits(mail, HOUR);
        tries.waits(mail, HOUR);

        assertThat(sent).hasSize(2);
    }

    private void by(Instant deadline, DeliverBy.Mode mode) {
        MailOptions.write(mail, TransferOptions.NONE.withDeliverBy(new DeliverBy(deadline, mode, false)));
        tries.begins(mail);
    }

    private static void delivered(String recipient, boolean reportsSuccess) throws Exception {
        Attempt.current().orElseThrow().took(
            new Attempt.Delivered(new MailAddress(recipient), "250 2.0.0 ok", reportsSuccess, false));
    }
}
