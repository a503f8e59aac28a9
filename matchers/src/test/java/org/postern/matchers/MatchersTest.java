// SPDX-License-Identifier: Apache-2.0
package org.postern.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.bridge.CheckSet;
import org.postern.bridge.MailAttributes;

class MatchersTest {
    private static final String GOOD = "From: alice@example.org\r\nSubject: good\r\n\r\nbody\r\n";
    private static final String TWO_AUTHORS = "From: alice@example.org\r\nFrom: alice@example.org\r\n\r\nbody\r\n";

    private Fixture fixture;

    @BeforeEach
    void setUp() throws Exception {
        fixture = new Fixture();
    }

    private Stream<Matcher> all() throws MessagingException {
        return Stream.of(
            fixture.init(new IsSubmission(fixture.identities), ""),
            fixture.init(new SubmittedOn(fixture.identities), "submission"),
            fixture.init(new SenderPolicyIs(fixture.identities), "refuse"),
            fixture.init(new ForeignReversePath(fixture.identities, fixture.rights), ""),
            failsCheck("all"));
    }

    @Test
    void shouldNotMatchMailThatNobodySubmitted() throws Exception {
        MailImpl mail = fixture.unauthenticated(TWO_AUTHORS);
        mail.setSender(new MailAddress("stranger@example.com"));
        MailAttributes.write(mail, MailAttributes.LISTENER, "submission");

        assertThat(all()).allSatisfy(matcher -> assertThat(matcher.match(mail)).isEmpty());
    }

    @Test
    void shouldNotMatchBounceThatInheritedAttributes() throws Exception {
        MailImpl bounce = fixture.submitted(TWO_AUTHORS);
        bounce.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
        MailAttributes.write(bounce, MailAttributes.LISTENER, "submission");

        assertThat(all()).allSatisfy(matcher -> assertThat(matcher.match(bounce)).isEmpty());
    }

    @Test
    void shouldMatchAllRecipientsOfSubmittedMail() throws Exception {
        MailImpl mail = fixture.submitted(GOOD);

        assertThat(fixture.init(new IsSubmission(fixture.identities), "").match(mail)).isEqualTo(mail.getRecipients());
    }

    @ParameterizedTest
    @CsvSource({
        "submission,               submission,  true",
        "'submission,submissions', submissions, true",
        "' submission , other ',   submission,  true",
        "submissions,              submission,  false",
        "submission,               '',          false",
    })
    void shouldTellListeners(String condition, String listener, boolean matches) throws Exception {
        MailImpl mail = fixture.submitted(GOOD);
        MailAttributes.write(mail, MailAttributes.LISTENER, listener);

        assertThat(matches(fixture.init(new SubmittedOn(fixture.identities), condition), mail)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "rewrite-from, rewrite-from, true",
        "rewrite-from, add-sender,   false",
        "rewrite-from, ,             false",
        "refuse,       ,             true",
        "add-sender,   add-sender,   true",
    })
    void shouldTellSenderPolicies(String condition, String policy, boolean matches) throws Exception {
        MailImpl mail = fixture.submitted(GOOD);
        if (policy != null) {
            MailAttributes.write(mail, MailAttributes.SENDER_POLICY, policy);
        }

        assertThat(matches(fixture.init(new SenderPolicyIs(fixture.identities), condition), mail)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"all", "single-occurrence", "'nul, single-occurrence'"})
    void shouldMatchWhatFailsCheckAndKeepReason(String condition) throws Exception {
        MailImpl mail = fixture.submitted(TWO_AUTHORS);

        assertThat(failsCheck(condition).match(mail)).isEqualTo(mail.getRecipients());
        assertThat(MailAttributes.read(mail, MailAttributes.REFUSAL)).get().asString().startsWith("554 5.6.0 ").contains("From");
        assertThat(MailAttributes.read(mail, MailAttributes.DELIVERY_ERROR))
            .isEqualTo(MailAttributes.read(mail, MailAttributes.REFUSAL));
    }

    @Test
    void shouldNotMatchWhatFailsOtherChecksOnly() throws Exception {
        assertThat(matches(failsCheck("nul"), fixture.submitted(TWO_AUTHORS))).isFalse();
    }

    @Test
    void shouldNotMatchGoodMail() throws Exception {
        MailImpl mail = fixture.submitted(GOOD);

        assertThat(matches(failsCheck("all"), mail)).isFalse();
        assertThat(MailAttributes.read(mail, MailAttributes.REFUSAL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org,    false",
        "alice+x@example.org,  false",
        "stranger@example.com, true",
    })
    void shouldTellForeignReversePaths(String reversePath, boolean matches) throws Exception {
        MailImpl mail = fixture.submitted(GOOD);
        mail.setSender(new MailAddress(reversePath));

        assertThat(matches(fixture.init(new ForeignReversePath(fixture.identities, fixture.rights), ""), mail)).isEqualTo(matches);
    }

    @Test
    void shouldNotMatchNullReversePath() throws Exception {
        MailImpl mail = fixture.submitted(GOOD);
        mail.setSender(null);

        assertThat(matches(fixture.init(new ForeignReversePath(fixture.identities, fixture.rights), ""), mail)).isFalse();
    }

    @Test
    void shouldThrowAndNeitherMatchNorPassWhenRightsCannotBeAsked() throws Exception {
        fixture.table.addMapping(MappingSource.fromUser("loop", "example.org"), Mapping.alias("pool@example.org"));
        fixture.table.addMapping(MappingSource.fromUser("pool", "example.org"), Mapping.alias("loop@example.org"));
        MailImpl mail = fixture.submitted("From: loop@example.org\r\n\r\nbody\r\n");
        mail.setSender(new MailAddress("loop@example.org"));
        Matcher foreign = fixture.init(new ForeignReversePath(fixture.identities, fixture.rights), "");
        Matcher failing = failsCheck("author-rights");

        assertThatThrownBy(() -> failing.match(mail)).isInstanceOf(MessagingException.class).hasMessageContaining("451 4.3.0");
        assertThatThrownBy(() -> foreign.match(mail)).isInstanceOf(MessagingException.class).hasMessageContaining("451 4.3.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ","})
    void shouldAskForConditionWhereOneIsNeeded(String condition) {
        assertThatThrownBy(() -> fixture.init(new SubmittedOn(fixture.identities), condition))
            .isInstanceOf(MessagingException.class)
            .hasMessage("Matcher SubmittedOn: a condition is missing; allowed is names of listeners, parted by commas: "
                + "SubmittedOn=submission,submissions");
    }

    @Test
    void shouldNameMatcherConditionAndWhatIsAllowedWhenWrong() {
        assertThatThrownBy(() -> fixture.init(new IsSubmission(fixture.identities), "yes"))
            .isInstanceOf(MessagingException.class).hasMessageContaining("Matcher IsSubmission: it takes no condition, not 'yes'");
        assertThatThrownBy(() -> fixture.init(new SenderPolicyIs(fixture.identities), "reject"))
            .isInstanceOf(MessagingException.class)
            .hasMessage("Matcher SenderPolicyIs: there is no policy 'reject'; allowed is one of refuse, add-sender, rewrite-from");
        assertThatThrownBy(() -> failsCheck("nil"))
            .isInstanceOf(MessagingException.class)
            .hasMessageContaining("Matcher FailsCheck: ").hasMessageContaining("'nil'").hasMessageContaining("nul, ");
    }

    private FailsCheck failsCheck(String condition) throws MessagingException {
        return fixture.init(new FailsCheck(fixture.identities, new CheckSet(fixture.rights)), condition);
    }

    private static boolean matches(Matcher matcher, Mail mail) throws MessagingException {
        return !matcher.match(mail).isEmpty();
    }
}
