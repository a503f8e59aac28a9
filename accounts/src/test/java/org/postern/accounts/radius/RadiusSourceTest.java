// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.google.common.net.HostAndPort;
import org.aaa4j.radius.core.attribute.attributes.NasIdentifier;
import org.aaa4j.radius.core.attribute.attributes.ServiceType;
import org.aaa4j.radius.core.attribute.attributes.UserName;
import org.aaa4j.radius.core.attribute.attributes.UserPassword;
import org.aaa4j.radius.core.packet.Packet;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.Password;
import org.postern.accounts.PasswordSource.Answer;
import org.postern.accounts.radius.Responder.Asked;
import org.postern.accounts.radius.Responder.Manner;

@Timeout(60)
class RadiusSourceTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Manner SILENT = asked -> List.of();

    private final List<Responder> responders = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();

    /** One datagram. */
    interface Forgery {
        byte[] of(Asked asked) throws Exception;
    }

    @AfterEach
    void closeResponders() throws Exception {
        for (Responder responder : responders) {
            responder.close();
        }
    }

    private Responder responder(Manner manner) throws Exception {
        Responder responder = new Responder(manner);
        responders.add(responder);
        return responder;
    }

    private static Manner answering(int code) {
        return asked -> List.of(Answers.signed(asked, code));
    }

    private RadiusSource source(Duration timeout, int tries, Responder... servers) {
        return source(timeout, tries, Set.of(), NameForm.FULL, Stream.of(servers).map(Responder::address).toList());
    }

    private RadiusSource source(Duration timeout, int tries, Set<String> domains, NameForm form, List<HostAndPort> servers) {
        return new RadiusSource(new RadiusSettings(servers, SharedSecret.of(Answers.SECRET), timeout, tries, domains, form), now::get);
    }

    private static Answer ask(RadiusSource source) throws Exception {
        return source.test(ANN, Password.of("letters"));
    }

    @Test
    void shouldAskOnlyWhetherThePasswordIsRightAndSignTheQuestionFirst() throws Exception {
        Responder server = responder(answering(Answers.ACCEPT));

        assertThat(ask(source(LONG, 1, server))).isEqualTo(new Answer.Proved(ANN));

        byte[] octets = server.asked().get(0).octets();
        Packet request = Answers.codec().decodeRequest(octets, Answers.secret());
        assertThat(request.getCode()).isEqualTo(1);
        assertThat(octets[20]).as("type of the first attribute").isEqualTo((byte) 80);
        assertThat(Arrays.copyOfRange(octets, 22, 38)).as("signature").isNotEqualTo(new byte[16]);
        assertThat(request.getAttributes()).hasSize(5);
        assertThat(request.getAttribute(UserName.class).orElseThrow().getData().getValue()).isEqualTo("ann@example.org");
        assertThat(request.getAttribute(UserPassword.class).orElseThrow().getData().getValue())
            .isEqualTo("letters".getBytes(StandardCharsets.UTF_8));
        assertThat(request.getAttribute(NasIdentifier.class).orElseThrow().getData().getValue()).isEqualTo("postern");
        assertThat(request.getAttribute(ServiceType.class).orElseThrow().getData().getValue()).isEqualTo(8);
        assertThat(new String(octets, StandardCharsets.ISO_8859_1)).doesNotContain("letters");
    }

    @ParameterizedTest
    @CsvSource({"2, Proved, Proved", "3, Rejected, Wrong", "11, Rejected, Rejected"})
    void shouldSayWhatTheServerSays(int code, String ofAnyName, String ofNamedDomain) throws Exception {
        Responder server = responder(answering(code));

        assertThat(ask(source(LONG, 1, server)).getClass().getSimpleName()).isEqualTo(ofAnyName);
        assertThat(ask(source(LONG, 1, Set.of("example.org"), NameForm.FULL, List.of(server.address()))).getClass().getSimpleName())
            .isEqualTo(ofNamedDomain);
    }

    static Stream<Named<Forgery>> forgeries() {
        return Stream.of(
            Named.of("no Message-Authenticator", Answers::unsigned),
            Named.of("a wrong Message-Authenticator", Answers::wronglySigned),
            Named.of("two, the last of them right", Answers::signedTwice),
            Named.of("one that is too short", Answers::signedTooShort),
            Named.of("a right one, and one that is too short", Answers::signedAndSignedTooShort),
            Named.of("a wrong Response Authenticator", Answers::wronglySealed),
            Named.of("another identifier", Answers::toAnotherIdentifier),
            Named.of("an answer to another question", Answers::toAnotherQuestion),
            Named.of("made with another secret", Answers::withAnotherSecret),
            Named.of("an attribute that is broken", Answers::withBrokenAttribute),
            Named.of("longer than it says", Answers::longerThanItSays),
            Named.of("a code that is no answer", asked -> Answers.signed(asked, 5)),
            Named.of("the question itself", Asked::octets),
            Named.of("nothing", asked -> new byte[0]),
            Named.of("zeros", asked -> new byte[20]),
            Named.of("more than a packet", asked -> new byte[5000]));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void shouldNotBelieveWhatTheSecretDoesNotVouchFor(Forgery forgery) throws Exception {
        Responder server = responder(asked -> List.of(forgery.of(asked)));

        assertThatThrownBy(() -> ask(source(SHORT, 1, server))).isInstanceOf(TimeoutException.class);
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void shouldHearTheRightAnswerBehindAnother(Forgery forgery) throws Exception {
        Responder server = responder(asked -> List.of(forgery.of(asked), forgery.of(asked), Answers.signed(asked, Answers.REJECT)));

        assertThat(ask(source(LONG, 1, server))).isEqualTo(new Answer.Rejected());
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void shouldNotHearAnAnswerFromElsewhere() throws Exception {
        try (DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Responder server = responder(asked -> {
                byte[] answer = Answers.signed(asked, Answers.ACCEPT);
                elsewhere.send(new DatagramPacket(answer, answer.length, asked.from()));
                return List.of(Answers.signed(asked, Answers.REJECT));
            });

            assertThat(ask(source(LONG, 1, server))).isEqualTo(new Answer.Rejected());
        }
    }

    @Test
    void shouldAskAnewAtEachTry() throws Exception {
        Responder server = responder(asked -> asked.number() < 2 ? List.of() : List.of(Answers.signed(asked, Answers.ACCEPT)));

        assertThat(ask(source(Duration.ofMillis(300), 3, server))).isEqualTo(new Answer.Proved(ANN));

        assertThat(server.asked()).hasSize(3);
        assertThat(server.asked()).extracting(asked -> asked.octets()[1]).doesNotHaveDuplicates();
        assertThat(server.asked()).extracting(asked -> List.of(Arrays.hashCode(Arrays.copyOfRange(asked.octets(), 4, 20))))
            .doesNotHaveDuplicates();
        assertThat(server.asked()).extracting(Asked::from).doesNotHaveDuplicates();
    }

    @Test
    void shouldTurnToTheNextServerAndStayThereForAWhile() throws Exception {
        Responder first = responder(SILENT);
        Responder second = responder(answering(Answers.ACCEPT));
        RadiusSource source = source(Duration.ofMillis(300), 2, first, second);

        assertThat(ask(source)).isEqualTo(new Answer.Proved(ANN));
        assertThat(ask(source)).isEqualTo(new Answer.Proved(ANN));
        assertThat(first.asked()).as("asked by the first only").hasSize(2);

        now.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(ask(source)).isEqualTo(new Answer.Proved(ANN));
        assertThat(first.asked()).as("asked again later").hasSize(4);
        assertThat(second.asked()).hasSize(3);
    }

    @Test
    void shouldTurnToTheNextServerAtOnceWhenNobodyListens() throws Exception {
        Responder gone = responder(SILENT);
        HostAndPort nobody = gone.address();
        gone.close();
        Responder second = responder(answering(Answers.ACCEPT));

        assertThat(ask(source(LONG, 1, Set.of(), NameForm.FULL, List.of(nobody, second.address())))).isEqualTo(new Answer.Proved(ANN));
    }

    @Test
    void shouldGiveUpInTimeAndSoonTellAtOnce() throws Exception {
        Responder first = responder(SILENT);
        Responder second = responder(SILENT);
        RadiusSource source = source(SHORT, 2, first, second);

        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> ask(source)).isInstanceOf(TimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SHORT.multipliedBy(3)).isLessThan(Duration.ofSeconds(10));
        }
        int before = first.asked().size() + second.asked().size();
        assertThatThrownBy(() -> ask(source)).isInstanceOf(TimeoutException.class);
        assertThat(first.asked().size() + second.asked().size()).isLessThanOrEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@other.example", "bob", "bob@sub.example.org"})
    void shouldNotAskForNamesOfOtherDomains(String name) throws Exception {
        Responder server = responder(answering(Answers.ACCEPT));
        RadiusSource source = source(LONG, 1, Set.of("example.org"), NameForm.FULL, List.of(server.address()));

        assertThat(source.test(Username.of(name), Password.of("letters"))).isEqualTo(new Answer.Unknown());
        assertThat(source.account(Username.of(name))).isEmpty();
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@example.org", "ANN@EXAMPLE.ORG", "jörg@müller.example", "joerg@xn--mller-kva.example"})
    void shouldCoverTheNamesOfItsDomains(String name) {
        List<HostAndPort> nobody = List.of(HostAndPort.fromParts("127.0.0.1", 1));

        assertThat(source(LONG, 1, Set.of("example.org", "xn--mller-kva.example"), NameForm.FULL, nobody).account(Username.of(name)))
            .isPresent();
        assertThat(source(LONG, 1, Set.of(), NameForm.FULL, nobody).account(Username.of(name))).as("without domains").isEmpty();
    }

    @Test
    void shouldSendTheLocalPartAloneWhenToldSo() throws Exception {
        Responder server = responder(answering(Answers.ACCEPT));

        assertThat(ask(source(LONG, 1, Set.of("example.org"), NameForm.LOCAL, List.of(server.address()))))
            .isEqualTo(new Answer.Proved(ANN));

        Packet request = Answers.codec().decodeRequest(server.asked().get(0).octets(), Answers.secret());
        assertThat(request.getAttribute(UserName.class).orElseThrow().getData().getValue()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@m\u00fcller.example", "ann@xn--mller-kva.example"})
    void shouldProveOneSpellingOfADomain(String name) throws Exception {
        Responder server = responder(answering(Answers.ACCEPT));
        assertThat(source(LONG, 1, server).test(Username.of(name), Password.of("letters")))
            .isEqualTo(new Answer.Proved(Username.of("ann@xn--mller-kva.example")));
    }

    @Test
    void shouldKnowOneSpellingOfAName() throws Exception {
        Responder server = responder(answering(Answers.ACCEPT));

        assertThat(source(LONG, 1, server).test(Username.of("jo\u0308rg@example.org"), Password.of("letters")))
            .isEqualTo(new Answer.Proved(Username.of("j\u00f6rg@example.org")));
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void shouldNotAskWhatAQuestionHasNoRoomFor() throws Exception {
        Responder server = responder(answering(Answers.ACCEPT));
        RadiusSource source = source(LONG, 1, server);

        assertThat(source.test(ANN, Password.of("x".repeat(129)))).isEqualTo(new Answer.Unknown());
        assertThat(source.test(ANN, Password.of("letters\0"))).isEqualTo(new Answer.Unknown());
        assertThat(source.test(Username.of("ü".repeat(122) + "@example.org"), Password.of("letters"))).isEqualTo(new Answer.Unknown());
        assertThat(server.asked()).isEmpty();
        assertThat(source.test(ANN, Password.of("x".repeat(128)))).isEqualTo(new Answer.Proved(ANN));
    }
}
