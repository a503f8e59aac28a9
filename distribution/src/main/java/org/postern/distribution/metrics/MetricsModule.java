// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.inject.Singleton;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import io.prometheus.client.CollectorRegistry;
import org.apache.james.IsStartedProbe;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.webadmin.Routes;
import org.postern.bridge.trace.Trace;
import org.postern.distribution.admin.AdminModule;
import org.postern.distribution.admin.WebAdminCredentials;
import org.postern.distribution.queue.QueueDepths;
import org.postern.distribution.store.Database;
import org.postern.hooks.server.SubmissionServerFactory;

/** What is counted and measured, and the doors to it. */
public final class MetricsModule extends AbstractModule {

    /** What opens the figures, a line by itself, in {@code conf/}. */
    public static final String PASSWORD = "metrics.password";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration KEPT = Duration.ofSeconds(2);

    @Override
    protected void configure() {
        bind(CollectorRegistry.class).toInstance(new CollectorRegistry());
        bind(Trace.class).to(CountedTrace.class);
        Multibinder<Routes> routes = Multibinder.newSetBinder(binder(), Routes.class);
        routes.addBinding().to(MetricsRoutes.class);
        routes.addBinding().to(HealthRoutes.class);
    }

    @Provides
    @Singleton
    WebAdminCredentials credentials(JamesDirectoriesProvider directories) throws IOException {
        Path conf = Path.of(directories.getConfDirectory());
        return WebAdminCredentials.ofFiles(conf.resolve(PASSWORD), conf.resolve(AdminModule.WEBADMIN_PASSWORD));
    }

    @Provides
    @Singleton
    Readiness readiness(IsStartedProbe started, SubmissionServerFactory listeners, Database database, QueueDepths queues) {
        Map<String, Callable<Boolean>> questions = new LinkedHashMap<>();
        questions.put("a complete start", started::isStarted);
        questions.put("listeners", listeners::isListening);
        questions.put("the database", database::answers);
        questions.put("room for the queues", queues::takeMail);
        ExecutorService thread = Executors.newCachedThreadPool(work -> {
            Thread asking = new Thread(work, "readiness");
            asking.setDaemon(true);
            return asking;
        });
        return new Readiness(questions, thread, PATIENCE, KEPT);
    }

    @ProvidesIntoSet
    InitializationOperation figures(CollectorRegistry registry, LiveFigures live) {
        return InitilizationOperationBuilder.forClass(SubmissionServerFactory.class).init(() -> registry.register(live));
    }
}
