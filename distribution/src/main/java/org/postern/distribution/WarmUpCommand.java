// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.postern.distribution.home.FirstStart;
import org.postern.distribution.home.Home;
import org.postern.distribution.server.Server;
import org.postern.distribution.server.ServerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Starts and stops a server on free ports and runs the demo, so that the launcher can archive the classes that a start
 * and a message's way load.
 */
@Command(name = "warm-up", mixinStandardHelpOptions = true, description = "Archive the loaded classes, which makes later starts faster.")
public final class WarmUpCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption;

    @Override
    public Integer call() throws Exception {
        Home home = homeOption.home();
        new FirstStart(HomeOption.templates(), Clock.systemUTC()).fill(home, Optional.empty());
        Logs.start(home);
        anyPort(home.conf().resolve("smtpserver.xml"), "<bind>[^<]*</bind>", "<bind>127.0.0.1:0</bind>");
        anyPort(home.conf().resolve("webadmin.properties"), "(?m)^port=.*$", "port=0");
        anyPort(home.conf().resolve("jmx.properties"), "(?m)^jmx.port=.*$", "jmx.port=0");
        Server server = new Server(ServerOptions.of(home));
        try {
            server.start();
        } finally {
            server.stop();
        }
        // What it shows is not asked here.
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Main.commandLine().setOut(nowhere).setErr(nowhere).execute("demo");
        return ExitCodes.OK;
    }

    private static void anyPort(Path file, String setting, String free) throws IOException {
        Files.writeString(file, Files.readString(file).replaceAll(setting, free));
    }
}
