// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import javax.inject.Singleton;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.webadmin.Routes;

/** The trace in the database, and what operators see of it. Who is told of events passes them on to its writer. */
public final class TraceModule extends AbstractModule {

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(TraceRoutes.class);
    }

    @Provides
    @Singleton
    TraceSettings settings(ConfigurationProvider files) throws ConfigurationException {
        return TraceSettings.parse(files.getConfiguration("trace"));
    }

    @ProvidesIntoSet
    InitializationOperation start(TraceWriter writer) {
        return InitilizationOperationBuilder.forClass(TraceWriter.class).init(writer::start);
    }
}
