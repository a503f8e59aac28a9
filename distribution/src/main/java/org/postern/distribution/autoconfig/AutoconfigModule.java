// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.io.IOException;
import java.util.function.IntUnaryOperator;

import javax.inject.Singleton;
import javax.net.ssl.SSLContext;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.ProvidesIntoSet;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.protocols.lib.LegacyJavaEncryptionFactory;
import org.apache.james.protocols.lib.SslConfig;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.postern.bridge.StoreCalls;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.ServerName;

/** The server for mail programs, where conf/autoconfig.xml turns it on. */
public final class AutoconfigModule extends AbstractModule {

    private static final String LISTENERS = "smtpserver";

    private final Home home;
    private final IntUnaryOperator shift;

    /** @param shift from the configured port to the one to bind */
    public AutoconfigModule(Home home, IntUnaryOperator shift) {
        this.home = home;
        this.shift = shift;
    }

    @Provides
    @Singleton
    AutoconfigServer server(ConfigurationProvider configuration, FileSystem files, DomainList domains, StoreCalls stores)
            throws ConfigurationException, IOException {
        return new AutoconfigServer(AutoconfigFile.of(configuration), shift, () -> tls(configuration, files),
            new SettingsHandler(Site.of(configuration, ServerName.of(home)), domains, stores));
    }

    @ProvidesIntoSet
    InitializationOperation start(AutoconfigServer server) {
        return InitilizationOperationBuilder.forClass(AutoconfigServer.class).init(server::start);
    }

    /** With the key and the certificate of the first listener that has any: people know the server by these. */
    private static SSLContext tls(ConfigurationProvider configuration, FileSystem files) throws Exception {
        for (HierarchicalConfiguration<ImmutableNode> listener : configuration.getConfiguration(LISTENERS).configurationsAt(LISTENERS)) {
            SslConfig config = SslConfig.parse(listener);
            boolean hasTls = config.useSSL() || config.useStartTLS();
            if (hasTls && new LegacyJavaEncryptionFactory(files, config).create() instanceof Encryption.LegacyJavaEncryption encryption) {
                return encryption.getContext();
            }
        }
        throw new ConfigurationException(AutoconfigFile.NAME + ": <https> needs the key and the certificate of a listener, but"
            + " smtpserver.xml has no <tls>");
    }
}
