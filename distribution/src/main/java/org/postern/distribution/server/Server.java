// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.persistence.EntityManagerFactory;

import com.google.inject.Guice;
import com.google.inject.Injector;
import org.apache.james.IsStartedProbe;
import org.apache.james.StartUpChecksPerformer;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.impl.CompositeProcessorImpl;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.mailetcontainer.impl.MailetProcessorImpl;
import org.apache.james.protocols.lib.netty.AbstractConfigurableAsyncServer;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.smtpserver.netty.SMTPServerFactory;
import org.apache.james.utils.InitializationOperations;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.WebAdminServer;
import org.postern.distribution.admin.LoopbackJmx;
import org.postern.distribution.autoconfig.AutoconfigServer;
import org.postern.distribution.queue.Journal;
import org.postern.distribution.queue.JournalledQueueFactory;
import org.postern.distribution.suspension.AccountUpkeep;
import org.postern.distribution.trace.TraceWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One running submission server. */
public final class Server {

    private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);

    /** For what is being delivered. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerOptions options;
    private final IsStartedProbe started = new IsStartedProbe();
    private Injector injector;
    private boolean ready;
    private List<String> listenerNames = List.of();

    public Server(ServerOptions options) {
        this.options = options;
    }

    /** Returns when mail is accepted. A failed start leaves nothing behind that {@link #stop} would not release. */
    public void start() throws Exception {
        LOGGER.info("Starting with {}", options);
        injector = Guice.createInjector(ServerModules.of(options, started));
        listenerNames = get(ConfigurationProvider.class).getConfiguration("smtpserver").configurationsAt("smtpserver").stream()
            .map(listener -> listener.getString("jmxName", "submission"))
            .toList();
        injector.getInstance(StartUpChecksPerformer.class).performCheck();
        injector.getInstance(InitializationOperations.class).initModules();
        addDomain();
        started.notifyStarted();
        ready = true;
        LOGGER.info("Started: {}", endpoints());
    }

    /** Where the server can be reached, in the order of the configuration. */
    public List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        List<AbstractConfigurableAsyncServer> listeners = get(SMTPServerFactory.class).getServers();
        for (int i = 0; i < listeners.size(); i++) {
            if (listeners.get(i).isEnabled()) {
                endpoints.addAll(Endpoint.of(listenerNames.get(i), listeners.get(i)));
            }
        }
        WebAdminConfiguration webAdmin = get(WebAdminConfiguration.class);
        if (webAdmin.isEnabled()) {
            endpoints.add(Endpoint.plain("webadmin", webAdmin.getHost(), get(WebAdminServer.class).getPort().getValue()));
        }
        endpoints.add(Endpoint.plain("jmx", LoopbackJmx.HOST, get(LoopbackJmx.class).port()));
        get(AutoconfigServer.class).addresses()
            .forEach(address -> endpoints.add(
                new Endpoint(address.name(), address.host(), address.port(), address.secured() ? "TLS" : "")));
        return List.copyOf(endpoints);
    }

    /** The instance of a component of the running server. */
    public <T> T get(Class<T> type) {
        return injector.getInstance(type);
    }

    /**
     * Stops in the order of a message's way: listeners, spooler, delivery, queues, stores. What is in the middle of
     * being processed is finished where that takes seconds; what is not stays in its queue.
     */
    public void stop() {
        if (injector == null) {
            return;
        }
        started.notifyStoped();
        quietly("listeners", this::stopListeners);
        quietly("administration", () -> {
            get(LoopbackJmx.class).stop();
            get(WebAdminServer.class).destroy();
        });
        quietly("server for mail programs", () -> get(AutoconfigServer.class).stop());
        quietly("queues", () -> get(JournalledQueueFactory.class).stopConsuming(PATIENCE));
        quietly("spooler", () -> get(JamesMailSpooler.class).dispose());
        quietly("delivery", this::stopMailets);
        quietly("queues", () -> get(JournalledQueueFactory.class).destroy());
        quietly("journal", () -> get(Journal.class).stop());
        quietly("accounts", () -> get(AccountUpkeep.class).stop());
        quietly("trace", () -> get(TraceWriter.class).stop());
        // OpenJPA shuts an embedded Derby down with the last connection.
        quietly("stores", () -> get(EntityManagerFactory.class).close());
        LOGGER.info("Stopped");
    }

    private void stopListeners() {
        get(SMTPServerFactory.class).getServers().parallelStream().forEach(AbstractConfigurableAsyncServer::destroy);
    }

    private void stopMailets() {
        CompositeProcessorImpl processors = get(CompositeProcessorImpl.class);
        for (String state : processors.getProcessorStates()) {
            MailProcessor processor = processors.getProcessor(state);
            if (processor instanceof MailetProcessorImpl mailets) {
                mailets.destroy();
            }
        }
    }

    private void quietly(String what, Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException e) {
            // What never started does not stop; why it did not start has been told.
            LOGGER.atLevel(ready ? Level.WARN : Level.DEBUG).setCause(e).log("Stopping the {} failed", what);
        }
    }

    private void addDomain() throws Exception {
        if (options.domain().isPresent()) {
            DomainList domains = get(DomainList.class);
            if (!domains.containsDomain(options.domain().get())) {
                domains.addDomain(options.domain().get());
            }
        }
    }
}
