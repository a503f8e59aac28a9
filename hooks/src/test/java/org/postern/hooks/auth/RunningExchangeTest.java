// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.ProtocolTransport;
import org.junit.jupiter.api.Test;
import org.postern.hooks.testing.Spool;

class RunningExchangeTest {
    private final ProtocolSession session = new ProtocolSessionImpl(Spool.stub(ProtocolTransport.class, (method, arguments) -> null),
        Spool.stub(ProtocolConfiguration.class, (method, arguments) -> null));
    private final List<String> abandoned = new ArrayList<>();

    private RunningExchange begin() {
        return RunningExchange.begin(session, abandoned::add);
    }

    @Test
    void shouldEndWhenTheClientLeavesBeforeItAnswers() {
        begin().challenged();
        RunningExchange.disconnected(session);
        RunningExchange.disconnected(session);

        assertThat(abandoned).containsExactly("disconnected");
    }

    @Test
    void shouldEndWithTheNextChallengeWhenTheClientLeavesWhileWeWork() {
        RunningExchange exchange = begin();
        exchange.challenged();
        exchange.answered();
        RunningExchange.disconnected(session);
        assertThat(abandoned).isEmpty();

        exchange.challenged();
        assertThat(abandoned).containsExactly("disconnected");
    }

    @Test
    void shouldCountTheAnswerOfAClientThatLeaves() {
        RunningExchange exchange = begin();
        exchange.answered();
        RunningExchange.disconnected(session);
        exchange.concluded();
        RunningExchange.breakOff(session, "fault");

        assertThat(abandoned).isEmpty();
    }

    @Test
    void shouldBreakOffWhatWeCannotFinish() {
        begin().answered();
        RunningExchange.breakOff(session, "fault");
        RunningExchange.disconnected(session);

        assertThat(abandoned).containsExactly("fault");
    }

    @Test
    void shouldHaveNothingToEndWithoutAnExchange() {
        RunningExchange.breakOff(session, "fault");
        RunningExchange.disconnected(session);

        assertThat(abandoned).isEmpty();
    }
}
