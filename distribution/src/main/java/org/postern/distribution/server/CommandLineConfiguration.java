// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.server;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.util.LoggingLevel;

/** The XML of a home with the options of the command line laid over it: port offset and smarthost. */
final class CommandLineConfiguration implements ConfigurationProvider {

    private final ConfigurationProvider files;
    private final ServerOptions options;

    CommandLineConfiguration(ConfigurationProvider files, ServerOptions options) {
        this.files = files;
        this.options = options;
    }

    @Override
    public HierarchicalConfiguration<ImmutableNode> getConfiguration(String component, LoggingLevel level)
            throws ConfigurationException {
        HierarchicalConfiguration<ImmutableNode> configuration = files.getConfiguration(component, level);
        switch (component) {
            case "smtpserver" -> shiftPorts(configuration);
            case "mailetcontainer" -> options.smarthost().ifPresent(host -> setGateway(configuration, host));
            default -> { }
        }
        return configuration;
    }

    private void shiftPorts(HierarchicalConfiguration<ImmutableNode> servers) throws ConfigurationException {
        int count = servers.configurationsAt("smtpserver").size();
        for (int i = 0; i < count; i++) {
            String key = "smtpserver(" + i + ").bind";
            String bind = servers.getString(key, "");
            if (!bind.isEmpty()) {
                servers.setProperty(key, shift(bind));
            }
        }
    }

    private String shift(String bind) throws ConfigurationException {
        try {
            return Arrays.stream(bind.split(","))
                .map(String::trim)
                .map(address -> {
                    int colon = address.lastIndexOf(':');
                    int port = Integer.parseInt(address.substring(colon + 1));
                    return address.substring(0, colon + 1) + options.shifted(port);
                })
                .collect(Collectors.joining(","));
        } catch (NumberFormatException e) {
            throw new ConfigurationException("smtpserver.xml: <bind>" + bind + "</bind>: HOST:PORT is expected");
        }
    }

    private static void setGateway(HierarchicalConfiguration<ImmutableNode> container, String smarthost) {
        int processors = container.configurationsAt("processors.processor").size();
        for (int i = 0; i < processors; i++) {
            String processor = "processors.processor(" + i + ").mailet";
            int mailets = container.configurationsAt(processor).size();
            for (int j = 0; j < mailets; j++) {
                String mailet = processor + "(" + j + ")";
                if (container.getString(mailet + "[@class]", "").endsWith("Delivery")) {
                    container.clearTree(mailet + ".gatewayPort");
                    container.setProperty(mailet + ".gateway", smarthost);
                }
            }
        }
    }
}
