// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.postern.distribution.home.FirstStart;
import org.postern.distribution.home.Home;

/** The distribution's own configuration, with free loopback ports, the demo's DNS and a silent terminal. */
final class DemoHome {
    private static final String BIND = "<bind>[^<]*</bind>";
    private static final String CONSOLE = "<appender-ref ref=\"console\"/>";

    private final Path templates;
    private final Clock clock;

    /** @param templates the directory with the distribution's configuration */
    DemoHome(Path templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    /**
     * Begins a home in an empty directory; enough for the log to be started.
     *
     * @throws IOException when it cannot be written, or the configuration has not what the demo changes in it
     */
    Home begin(Path directory) throws IOException {
        Home home = Home.at(directory);
        Files.createDirectories(home.conf());
        change("smtpserver.xml", BIND, "<bind>127.0.0.1:0</bind>", home);
        change("logback.xml", CONSOLE, "", home);
        write("jmx.properties", "jmx.port=0\n", home);
        write("webadmin.properties", "enabled=false\n", home);
        return home;
    }

    /**
     * Makes a begun home ready for a start.
     *
     * @throws IOException when it cannot be written
     */
    void complete(Home home, int dnsPort, int mxPort) throws IOException {
        write("dnsservice.xml", """
            <dnsservice>
              <autodiscover>false</autodiscover>
              <servers><server>127.0.0.1:%d</server></servers>
              <mxPort>%d</mxPort>
            </dnsservice>
            """.formatted(dnsPort, mxPort), home);
        new FirstStart(templates, clock).fill(home, Optional.of(Domain.of(Gallery.DOMAIN)));
    }

    private void change(String file, String pattern, String replacement, Home home) throws IOException {
        String before = Files.readString(templates.resolve(file));
        String after = before.replaceAll(pattern, replacement);
        if (after.equals(before)) {
            throw new IOException(templates.resolve(file) + ": the demo expects " + pattern + " in it");
        }
        write(file, after, home);
    }

    private static void write(String file, String text, Home home) throws IOException {
        Files.writeString(home.conf().resolve(file), text);
    }
}
