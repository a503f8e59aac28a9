// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.time.Duration;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.hooks.Settings;

/**
 * What Postern's listener reads of a {@code <smtpserver>} element beyond what James reads.
 *
 * @param commandTimeout for a command ({@code connectiontimeout})
 * @param dataTimeout for a block of a message ({@code dataTimeout})
 * @param shutdownGrace for messages under way ({@code shutdownGrace})
 * @param threads that handlers run on ({@code maxExecutorCount})
 */
record ListenerSettings(Duration commandTimeout, Duration dataTimeout, Duration shutdownGrace, int threads) {
    /** @throws ConfigurationException naming the element that is wrong and what it may be */
    static ListenerSettings parse(HierarchicalConfiguration<ImmutableNode> config) throws ConfigurationException {
        if (!config.getBoolean("tls.[@startTLS]", false) && !config.getBoolean("tls.[@socketTLS]", false)) {
            throw new ConfigurationException("smtpserver.xml: listener '" + config.getString("jmxName", "submission")
                + "' has no TLS, and nobody may authenticate without it: <tls startTLS=\"true\"> or <tls socketTLS=\"true\"> is needed");
        }
        return new ListenerSettings(
            Duration.ofSeconds(Settings.atLeast(1, config, "connectiontimeout", 300)),
            Duration.ofSeconds(Settings.atLeast(1, config, "dataTimeout", 600)),
            Duration.ofSeconds(Settings.atLeast(0, config, "shutdownGrace", 5)),
            Settings.atLeast(1, config, "maxExecutorCount", 16));
    }
}
