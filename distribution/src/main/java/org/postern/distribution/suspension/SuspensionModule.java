// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.webadmin.Routes;
import org.postern.accounts.SuspensionStore;
import org.postern.accounts.sending.UsageStore;

/** Suspensions and counts in the database, and what operators see of them. */
public final class SuspensionModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(SuspensionTable.class).in(Scopes.SINGLETON);
        bind(SuspensionStore.class).to(SuspensionTable.class);
        bind(UsageTable.class).in(Scopes.SINGLETON);
        bind(UsageStore.class).to(UsageTable.class);
        Multibinder<Routes> routes = Multibinder.newSetBinder(binder(), Routes.class);
        routes.addBinding().to(SuspensionRoutes.class);
        routes.addBinding().to(QueuedRoutes.class);
        routes.addBinding().to(HeldRoutes.class);
    }

    @ProvidesIntoSet
    InitializationOperation start(AccountUpkeep upkeep) {
        return InitilizationOperationBuilder.forClass(AccountUpkeep.class).init(upkeep::start);
    }
}
