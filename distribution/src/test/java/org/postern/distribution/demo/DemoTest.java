// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.home.Home;

/** The whole server, all of the gallery. */
class DemoTest {
    private static final Path CONFIGURATION = Path.of("../conf");

    @Test
    void shouldFindAllAsItShouldBe(@TempDir Path directory) throws Exception {
        Clock clock = Clock.systemDefaultZone();
        StringWriter shown = new StringWriter();
        DemoHome homes = new DemoHome(CONFIGURATION, clock);
        Home home = homes.begin(directory);
        Demo demo = new Demo((dnsPort, mxPort) -> EmbeddedServer.start(homes, home, dnsPort, mxPort),
            Tls.throwaway("mx.remote.example", clock), new Table(new PrintWriter(shown), Look.PLAIN), clock);

        boolean allRight = demo.run();

        assertThat(allRight).as(shown.toString()).isTrue();
    }
}
