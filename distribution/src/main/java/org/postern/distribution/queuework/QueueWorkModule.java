// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import org.apache.james.webadmin.Routes;

/** Adds {@code /queue} to WebAdmin. */
public final class QueueWorkModule extends AbstractModule {

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(QueueRoutes.class);
    }
}
