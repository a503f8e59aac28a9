// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.util.LoggingLevel;
import org.postern.distribution.home.ServerName;

/**
 * Files of {@code conf/} that are none.
 *
 * @param files their contents, by name without {@code .xml}
 */
record Conf(Map<String, String> files) implements ConfigurationProvider {

    static final String INCOMING = "<incoming type='imap' host='imap.example.org' port='993'/>";
    private static final String LISTENERS = """
        <smtpservers>
          <smtpserver enabled='true'><bind>0.0.0.0:587</bind><tls socketTLS='false' startTLS='true'/>%1$s</smtpserver>
          <smtpserver enabled='true'><bind>0.0.0.0:465,[::]:465</bind><tls socketTLS='true' startTLS='false'/>%1$s</smtpserver>
        </smtpservers>
        """;

    /** A site whose server is mail.example.org, with this in {@code <autoconfig>}. */
    static Site site(String autoconfig) throws ConfigurationException {
        return site(autoconfig, "", "<authentication/>");
    }

    /** @param handlerChain of both listeners */
    static Site site(String autoconfig, String handlerChain, String authentication) throws ConfigurationException {
        return Site.of(new Conf(Map.of("autoconfig", "<autoconfig>" + autoconfig + "</autoconfig>",
            "smtpserver", LISTENERS.formatted(handlerChain), "authentication", authentication)), new ServerName("mail.example.org"));
    }

    static AutoconfigFile file(String xml) throws ConfigurationException {
        return AutoconfigFile.of(new Conf(Map.of("autoconfig", xml)));
    }

    @Override
    public HierarchicalConfiguration<ImmutableNode> getConfiguration(String component, LoggingLevel level) throws ConfigurationException {
        String xml = files.getOrDefault(component, "<" + component + "/>").replace('\'', '"');
        return FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
