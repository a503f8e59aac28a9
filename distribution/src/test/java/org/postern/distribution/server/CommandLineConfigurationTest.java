// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.home.Home;

class CommandLineConfigurationTest {

    private static final String SERVERS = """
        <smtpservers>
          <smtpserver><bind>0.0.0.0:587,[::]:587</bind></smtpserver>
          <smtpserver><bind>0.0.0.0:465</bind><helloName autodetect="false">other.example.org</helloName>
            <handlerchain><handler class="other"/>
              <handler class="org.postern.hooks.CheckDomains"><recipients>true</recipients></handler></handlerchain></smtpserver>
        </smtpservers>
        """;
    private static final String CONTAINER = """
        <mailetcontainer><processors>
          <processor state="submission">
            <mailet match="All" class="org.postern.mailets.RepairHeader"/>
          </processor>
          <processor state="transport">
            <mailet match="All" class="RemoteDelivery"><gateway>old.example.org</gateway><gatewayPort>26</gatewayPort></mailet>
            <mailet match="All" class="org.postern.distribution.delivery.Delivery"><heloName>out.example.org</heloName></mailet>
          </processor>
        </processors></mailetcontainer>
        """;
    private static final String MAILET = "processors.processor(%d).mailet(%d).%s";

    private Home home;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        home = Home.at(directory);
        Files.createDirectories(home.conf());
        name("mail.example.org");
    }

    @Test
    void shouldNameListenersThatSayNoName() throws Exception {
        HierarchicalConfiguration<ImmutableNode> servers = read("smtpserver", SERVERS);

        assertThat(servers.getString("smtpserver(0).helloName")).isEqualTo("mail.example.org");
        assertThat(servers.getBoolean("smtpserver(0).helloName[@autodetect]")).isFalse();
        assertThat(servers.getString("smtpserver(1).helloName")).isEqualTo("other.example.org");
    }

    @Test
    void shouldNameDeliveryAndMessageIdsThatSayNoName() throws Exception {
        HierarchicalConfiguration<ImmutableNode> container = read("mailetcontainer", CONTAINER);

        assertThat(container.getString(MAILET.formatted(0, 0, "hostName"))).isEqualTo("mail.example.org");
        assertThat(container.getString(MAILET.formatted(1, 0, "heloName"))).isEqualTo("mail.example.org");
        assertThat(container.getString(MAILET.formatted(1, 1, "heloName"))).isEqualTo("out.example.org");
    }

    @Test
    void shouldKeepAnUnqualifiedNameOutOfMessageIds() throws Exception {
        name("mx1");

        assertThat(read("mailetcontainer", CONTAINER).containsKey(MAILET.formatted(0, 0, "hostName"))).isFalse();
    }

    @Test
    void shouldRefuseANameThatIsNone() throws Exception {
        name("mail example org");

        assertThatThrownBy(() -> read("smtpserver", SERVERS)).isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith("server.properties: name=mail example org");
    }

    @Test
    void shouldShiftEveryPortAndSendAllToTheSmarthost() throws Exception {
        assertThat(read("smtpserver", SERVERS).getString("smtpserver(0).bind")).isEqualTo("0.0.0.0:1587,[::]:1587");
        HierarchicalConfiguration<ImmutableNode> container = read("mailetcontainer", CONTAINER);
        assertThat(container.getString(MAILET.formatted(1, 0, "gateway"))).isEqualTo("relay.example.net:25");
        assertThat(container.containsKey(MAILET.formatted(1, 0, "gatewayPort"))).isFalse();
    }

    @Test
    void shouldLeaveDomainsToTheSmarthost() throws Exception {
        HierarchicalConfiguration<ImmutableNode> servers = read("smtpserver", SERVERS);

        for (String handler : List.of("smtpserver(0).handlerchain.handler(0)", "smtpserver(1).handlerchain.handler(1)")) {
            assertThat(servers.getString(handler + "[@class]")).isEqualTo("org.postern.hooks.CheckDomains");
            assertThat(servers.getString(handler + ".recipients")).isEqualTo("false");
            assertThat(servers.getString(handler + ".reversePath")).isEqualTo("false");
        }
        assertThat(servers.getString("smtpserver(1).handlerchain.handler(0)[@class]")).isEqualTo("other");
    }

    private void name(String name) throws Exception {
        Files.writeString(home.conf().resolve("server.properties"), "name=" + name + "\n");
    }

    private HierarchicalConfiguration<ImmutableNode> read(String component, String xml) throws ConfigurationException {
        ServerOptions options = new ServerOptions(home, 1000, Optional.of("relay.example.net:25"), Optional.empty());
        return new CommandLineConfiguration((name, level) -> FileConfigurationProvider.getConfig(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))), options).getConfiguration(component);
    }
}
