// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.postern.distribution.home.Home;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code --home}, which every command has. */
public final class HomeOption {

    /** Set by the launcher: where the distribution is unpacked. */
    public static final String DISTRIBUTION = "postern.distribution";
    /** Set by the launcher: the home when none is asked for. */
    public static final String DEFAULT_HOME = "postern.home";

    @Option(names = "--home", paramLabel = "DIR", scope = ScopeType.INHERIT, description = "The server's directory: conf/ and var/.")
    private Path directory;

    /** The home that was asked for, or the default one. */
    public Home home() {
        return Optional.ofNullable(directory)
            .or(() -> Optional.ofNullable(System.getProperty(DEFAULT_HOME)).map(Path::of))
            .map(Home::at)
            .orElseGet(Home::installed);
    }

    /** The home, filled by an earlier start. */
    public Home existing() {
        Home home = home();
        if (Files.notExists(home.conf().resolve("smtpserver.xml"))) {
            throw new CommandFailure(ExitCodes.CONFIG,
                home.conf() + ": no configuration is there; the first \"postern run\" makes it");
        }
        return home;
    }

    /** The configuration that a fresh home is filled with. */
    public static Path templates() {
        return Path.of(System.getProperty(DISTRIBUTION, "."), "conf");
    }
}
