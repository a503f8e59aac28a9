// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.server;

import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;

/** The XML of a home as its server reads it. */
public final class HomeConfiguration {

    private HomeConfiguration() {
    }

    public static ConfigurationProvider of(ServerOptions options) {
        return of(options, configuration(options));
    }

    static Configuration configuration(ServerOptions options) {
        return new Configuration.Basic(new Configuration.ConfigurationPath(FileSystem.FILE_PROTOCOL_AND_CONF),
            new HomeDirectories(options.home()));
    }

    static ConfigurationProvider of(ServerOptions options, Configuration configuration) {
        FileSystem files = new FileSystemImpl(configuration.directories());
        return new CommandLineConfiguration(new FileConfigurationProvider(files, configuration), options);
    }
}
