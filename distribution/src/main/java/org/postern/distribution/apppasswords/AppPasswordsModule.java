// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.apppasswords;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import org.apache.james.webadmin.Routes;

/** App passwords in WebAdmin. */
public final class AppPasswordsModule extends AbstractModule {
    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(AppPasswordRoutes.class);
    }
}
