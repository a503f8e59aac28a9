// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.guesses;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import org.apache.james.webadmin.Routes;

/** Adds {@code /guesses} to WebAdmin. */
public final class GuessModule extends AbstractModule {

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(GuessRoutes.class);
    }
}
