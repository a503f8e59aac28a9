// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.util.LoggingLevel;
import org.postern.distribution.home.ServerName;

/**
 * The XML of a home, completed with the server's name where it says none, and with the options of the command line laid
 * over it: port offset and smarthost.
 */
final class CommandLineConfiguration implements ConfigurationProvider {

    private static final Pattern DELIVERY = Pattern.compile("Delivery$");
    private static final String DOMAINS = "org.postern.hooks.CheckDomains";
    private static final Pattern REPORT = Pattern.compile("\\.DeliveryReport$");
    private static final Pattern MESSAGE_ID = Pattern.compile("^org\\.postern\\.mailets\\.(RepairHeader|AddMessageId)$");

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
            case "smtpserver" -> {
                shiftPorts(configuration);
                nameListeners(configuration, name());
                if (options.smarthost().isPresent()) {
                    leaveDomainsToSmarthost(configuration);
                }
            }
            case "mailetcontainer" -> {
                options.smarthost().ifPresent(host -> setGateway(configuration, host));
                nameMailets(configuration, name());
            }
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

    private ServerName name() throws ConfigurationException {
        try {
            return ServerName.of(options.home());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        } catch (IOException e) {
            throw new ConfigurationException(ServerName.FILE + " could not be read: " + e.getMessage(), e);
        }
    }

    private static void nameListeners(HierarchicalConfiguration<ImmutableNode> servers, ServerName name) {
        int count = servers.configurationsAt("smtpserver").size();
        for (int i = 0; i < count; i++) {
            String key = "smtpserver(" + i + ").helloName";
            if (!servers.containsKey(key) && !servers.containsKey(key + "[@autodetect]")) {
                servers.setProperty(key, name.value());
                servers.setProperty(key + "[@autodetect]", false);
            }
        }
    }

    /** Which names there are, and what takes mail for them, is for the smarthost to know. */
    private static void leaveDomainsToSmarthost(HierarchicalConfiguration<ImmutableNode> servers) {
        int count = servers.configurationsAt("smtpserver").size();
        for (int i = 0; i < count; i++) {
            String handler = "smtpserver(" + i + ").handlerchain.handler";
            int index = servers.getList(String.class, handler + "[@class]", List.of()).indexOf(DOMAINS);
            if (index < 0) {
                servers.addProperty(handler + "(-1)[@class]", DOMAINS);
                index = servers.getList(String.class, handler + "[@class]").size() - 1;
            }
            servers.setProperty(handler + "(" + index + ").recipients", false);
            servers.setProperty(handler + "(" + index + ").reversePath", false);
        }
    }

    private static void nameMailets(HierarchicalConfiguration<ImmutableNode> container, ServerName name) {
        mailets(container, DELIVERY).forEach(mailet -> setIfMissing(container, mailet + ".heloName", name.value()));
        mailets(container, REPORT).forEach(mailet -> setIfMissing(container, mailet + ".hostName", name.value()));
        if (name.isQualified()) {
            mailets(container, MESSAGE_ID).forEach(mailet -> setIfMissing(container, mailet + ".hostName", name.value()));
        }
    }

    private static void setIfMissing(HierarchicalConfiguration<ImmutableNode> configuration, String key, String value) {
        if (!configuration.containsKey(key)) {
            configuration.setProperty(key, value);
        }
    }

    private static void setGateway(HierarchicalConfiguration<ImmutableNode> container, String smarthost) {
        mailets(container, DELIVERY).forEach(mailet -> {
            container.clearTree(mailet + ".gatewayPort");
            container.setProperty(mailet + ".gateway", smarthost);
        });
    }

    /** The keys of the mailets of these classes. */
    private static List<String> mailets(HierarchicalConfiguration<ImmutableNode> container, Pattern classes) {
        List<String> keys = new ArrayList<>();
        int processors = container.configurationsAt("processors.processor").size();
        for (int i = 0; i < processors; i++) {
            String processor = "processors.processor(" + i + ").mailet";
            int mailets = container.configurationsAt(processor).size();
            for (int j = 0; j < mailets; j++) {
                String mailet = processor + "(" + j + ")";
                if (classes.matcher(container.getString(mailet + "[@class]", "")).find()) {
                    keys.add(mailet);
                }
            }
        }
        return keys;
    }
}
