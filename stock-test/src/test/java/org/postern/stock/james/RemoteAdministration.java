// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.james;

import java.io.FileNotFoundException;

import javax.inject.Singleton;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.ProvidesIntoSet;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.modules.server.JMXServer;
import org.apache.james.modules.server.JmxConfiguration;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.utils.PropertiesProvider;

/** James's JMX server, which its CLI talks to; the beans of mailboxes are left out, as there are none. */
final class RemoteAdministration extends AbstractModule {
    @Override
    protected void configure() {
        bind(JMXServer.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    JmxConfiguration configuration(PropertiesProvider properties) throws ConfigurationException, FileNotFoundException {
        return JmxConfiguration.fromProperties(properties.getConfiguration("jmx"));
    }

    @ProvidesIntoSet
    InitializationOperation start(JMXServer server) {
        return InitilizationOperationBuilder.forClass(JMXServer.class).init(server::start);
    }
}
