// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;

class StampReceivedTest {
    private static final String PROXIED = "<proxyRequired>true</proxyRequired>";
    private static final String MESSAGE = "From: alice@example.org\r\n\r\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "hidden              | laptop.example.net |                                                  |",
        "shown               | laptop.example.net | from laptop.example.net ([192.0.2.7])            |",
        "shown               | my (odd) name      | from [192.0.2.7]                                 |",
        "shown               | [192.168.0.3]      | from [192.0.2.7]                                 |",
        "people.example.org  | laptop.example.net | from people.example.org                          |",
    })
    void shouldShowOfTheClientWhatTheOperatorSays(String client, String helo, String clause) throws Exception {
        String chain = "<handler class=\"org.postern.hooks.StampReceived\"><client>" + client + "</client></handler>";
        try (Listener listener = Listener.startTls(PROXIED, chain);
                SmtpClient session = listener.connect().raw("PROXY TCP4 192.0.2.7 192.0.2.1 40000 587\r\n")) {
            session.startTls().login(Listener.ALICE, Listener.PASSWORD).say("EHLO " + helo);
            session.begin(Listener.ALICE, "bob@example.net").raw(MESSAGE).say(".");

            String received = listener.spool.taken.get(0).received();
            assertThat(received).startsWith("Received: " + (clause == null ? "" : clause + "\r\n\t") + "by mail.example.org (Postern)");
            assertThat(received).doesNotContain("bob");
            assertThat(received.lines()).allMatch(line -> line.length() <= 100);
        }
    }

    @Test
    void shouldWriteAddressLiteralOfIpVersion6() throws Exception {
        String chain = "<handler class=\"org.postern.hooks.StampReceived\"><client>shown</client></handler>";
        try (Listener listener = Listener.startTls(PROXIED, chain);
                SmtpClient session = listener.connect().raw("PROXY TCP6 2001:db8::7 2001:db8::1 40000 587\r\n")) {
            session.startTls().login(Listener.ALICE, Listener.PASSWORD).begin(Listener.ALICE, "bob@example.net").raw(MESSAGE).say(".");

            assertThat(listener.spool.taken.get(0).received()).startsWith("Received: from client.example.org ([IPv6:2001:db8:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hide", "a b", "x&#13;&#10;Bcc: y", "localhost", "-a.example.org"})
    void shouldSayWhatIsAllowedWhenClientIsConfiguredWrong(String client) throws Exception {
        assertThatThrownBy(() -> new StampReceived().init(Listener.xml("<handler><client>" + client + "</client></handler>")))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("<client>")
            .hasMessageContaining("allowed is hidden, shown or a domain name");
    }
}
