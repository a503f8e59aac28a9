// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.server;

import java.util.List;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.Scopes;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.inject.spi.Elements;
import com.google.inject.spi.InstanceBinding;
import com.google.inject.util.Modules;
import org.apache.james.IsStartedProbe;
import org.apache.james.dnsservice.dnsjava.DNSJavaService;
import org.apache.james.domainlist.api.DomainListManagementMBean;
import org.apache.james.modules.CommonServicesModule;
import org.apache.james.modules.IsStartedProbeModule;
import org.apache.james.modules.MailetProcessingModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.protocols.SMTPServerModule;
import org.apache.james.modules.server.DKIMMailetModule;
import org.apache.james.modules.server.DataRoutesModules;
import org.apache.james.modules.server.DefaultProcessorsConfigurationProviderModule;
import org.apache.james.modules.server.MailQueueRoutesModule;
import org.apache.james.modules.server.MailRepositoriesRoutesModule;
import org.apache.james.modules.server.MailetContainerModule;
import org.apache.james.modules.server.NoJwtModule;
import org.apache.james.modules.server.RawPostDequeueDecoratorModule;
import org.apache.james.modules.server.TaskManagerModule;
import org.apache.james.modules.server.WebAdminServerModule;
import org.apache.james.rrt.api.RecipientRewriteTableManagementMBean;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.smtpserver.netty.SMTPServerFactory;
import org.apache.james.user.api.UsersRepositoryManagementMBean;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.postern.distribution.admin.AdminModule;
import org.postern.distribution.admin.LoopbackJmx;
import org.postern.distribution.apppasswords.AppPasswordsModule;
import org.postern.distribution.autoconfig.AutoconfigModule;
import org.postern.distribution.dns.PortedDnsService;
import org.postern.distribution.guesses.GuessModule;
import org.postern.distribution.metrics.MetricsModule;
import org.postern.distribution.pop.PopModule;
import org.postern.distribution.queue.QueueModule;
import org.postern.distribution.queuework.QueueWorkModule;
import org.postern.distribution.store.JpaStoreModule;
import org.postern.distribution.suspension.SuspensionModule;
import org.postern.distribution.trace.TraceModule;
import org.postern.hooks.server.SubmissionServerFactory;

/** What a submission server is made of: James's modules, with ours in place of those that do not fit. */
final class ServerModules {

    private ServerModules() {
    }

    static Module of(ServerOptions options, IsStartedProbe started) {
        Configuration configuration = HomeConfiguration.configuration(options);
        return Modules.override(withoutBccCheck(james(configuration, started))).with(postern(configuration, options));
    }

    /** James refuses to start unless its own mailet removes Bcc; here a repair has done that before. */
    private static Module withoutBccCheck(List<Module> modules) {
        return Elements.getModule(Elements.getElements(modules).stream()
            .filter(element -> !(element instanceof InstanceBinding<?> binding
                && binding.getInstance() == MailetContainerModule.BCC_Check))
            .toList());
    }

    private static List<Module> james(Configuration configuration, IsStartedProbe started) {
        return List.of(
            new CommonServicesModule(configuration),
            new IsStartedProbeModule(started),
            new MailetProcessingModule(),
            new DefaultProcessorsConfigurationProviderModule(),
            new RawPostDequeueDecoratorModule(),
            new DKIMMailetModule(),
            new TaskManagerModule(),
            new ProtocolHandlerModule(),
            new SMTPServerModule(),
            new WebAdminServerModule(),
            new NoJwtModule(),
            new DataRoutesModules(),
            new MailQueueRoutesModule(),
            new MailRepositoriesRoutesModule());
    }

    private static List<Module> postern(Configuration configuration, ServerOptions options) {
        return List.of(
            new JpaStoreModule(),
            new QueueModule(),
            new AdminModule(options::shifted),
            new GuessModule(),
            new AppPasswordsModule(),
            new SuspensionModule(),
            new QueueWorkModule(),
            new PopModule(),
            new AutoconfigModule(options.home(), options::shifted),
            new TraceModule(),
            new MetricsModule(),
            new Overrides(configuration, options));
    }

    /** Single bindings of James that are ours. */
    private static final class Overrides extends AbstractModule {

        private static final String BEAN = "org.apache.james:type=component,name=";

        private final Configuration configuration;
        private final ServerOptions options;

        Overrides(Configuration configuration, ServerOptions options) {
            this.configuration = configuration;
            this.options = options;
        }

        @Override
        protected void configure() {
            bind(ConfigurationProvider.class).toInstance(HomeConfiguration.of(options, configuration));
            bind(PortedDnsService.class).in(Scopes.SINGLETON);
            bind(DNSJavaService.class).to(PortedDnsService.class);
            bind(SubmissionServerFactory.class).in(Scopes.SINGLETON);
            bind(SMTPServerFactory.class).to(SubmissionServerFactory.class);
        }

        /** The bean names are those that the James CLI asks for. */
        @ProvidesIntoSet
        InitializationOperation startJmx(LoopbackJmx jmx, DomainListManagementMBean domains,
                UsersRepositoryManagementMBean users, RecipientRewriteTableManagementMBean rewriteRules) {
            return InitilizationOperationBuilder.forClass(DNSJavaService.class)
                .init(() -> {
                    jmx.start();
                    jmx.register(BEAN + "domainlist", domains);
                    jmx.register(BEAN + "usersrepository", users);
                    jmx.register(BEAN + "recipientrewritetable", rewriteRules);
                });
        }
    }
}
