// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.protocols.lib.netty.AbstractConfigurableAsyncServer;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SMTPServerFactory;

/** Makes a {@link SubmissionServer} of each {@code <smtpserver>} element. Bind it in the place of James's factory. */
public class SubmissionServerFactory extends SMTPServerFactory {
    private final FileSystem files;

    @Inject
    public SubmissionServerFactory(DNSService dns, ProtocolHandlerLoader loader, FileSystem fileSystem, MetricFactory metricFactory) {
        super(dns, loader, fileSystem, metricFactory);
        files = fileSystem;
    }

    @Override
    protected SMTPServer createServer() {
        return new SubmissionServer(smtpMetrics, files);
    }

    @Override
    protected List<AbstractConfigurableAsyncServer> createServers(HierarchicalConfiguration<ImmutableNode> config) throws Exception {
        for (HierarchicalConfiguration<ImmutableNode> listener : config.configurationsAt("smtpserver")) {
            if (listener.getBoolean("[@enabled]", true)) {
                // Before James acts on any of it, and says less about what is wrong.
                ListenerSettings.parse(listener);
            }
        }
        return super.createServers(config);
    }

    /** Takes no new connection on any listener from now on; running ones go on. May be called before {@link #destroy()}. */
    public void stopAccepting() {
        submissionServers().forEach(SubmissionServer::stopAccepting);
    }

    /** Whether all listeners that are configured take new connections. */
    public boolean isListening() {
        List<SubmissionServer> enabled = submissionServers().filter(SubmissionServer::isEnabled).toList();
        return !enabled.isEmpty() && enabled.stream().allMatch(SubmissionServer::isListening);
    }

    /** How many sessions each listener has, by its name. */
    public Map<String, Integer> openSessions() {
        return submissionServers().filter(SubmissionServer::isEnabled)
            .collect(Collectors.toMap(SubmissionServer::listenerName, SubmissionServer::openSessions, Integer::sum, TreeMap::new));
    }

    /** Ends all listeners at the same time, so that the grace for messages under way is not added up. */
    @Override
    @PreDestroy
    public void destroy() {
        submissionServers().forEach(SubmissionServer::requestShutdown);
        super.destroy();
    }

    private Stream<SubmissionServer> submissionServers() {
        return Stream.ofNullable(getServers()).flatMap(List::stream).map(SubmissionServer.class::cast);
    }
}
