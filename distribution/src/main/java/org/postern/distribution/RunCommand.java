// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import org.apache.james.core.Domain;
import org.postern.distribution.check.Finding;
import org.postern.distribution.check.Finding.Level;
import org.postern.distribution.check.HomeCheck;
import org.postern.distribution.home.FirstStart;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.Running;
import org.postern.distribution.home.Scratch;
import org.postern.distribution.server.Endpoint;
import org.postern.distribution.server.Server;
import org.postern.distribution.server.ServerOptions;
import org.postern.submission.InternationalDomain;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern run}: the server in the foreground. */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Run the server in the foreground.")
public final class RunCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Mixin
    private PortOffsetOption portOffset;

    @Option(names = "--smarthost", paramLabel = "HOST:PORT", description = "Takes all outgoing mail.")
    private String smarthost;

    @Option(names = "--domain", paramLabel = "D", description = "A domain of people, added when it is missing.")
    private String domain;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerOptions options = options();
        fill(options);
        Logs.start(options.home());
        Running running = claim(options.home());
        Scratch.use(options.home());
        new HomeCheck(Clock.systemUTC()).obstacle(options).ifPresent(RunCommand::fail);
        Server server = new Server(options);
        stopAtEnd(server, running);
        start(server);
        running.publish(ports(server.endpoints()));
        Logs.warnOnTerminal();
        spec.commandLine().getOut().println("Postern ready: " + server.endpoints().stream()
            .map(Endpoint::toString).collect(Collectors.joining(", ")));
        // The end comes with a signal, and the hook does the rest.
        new CountDownLatch(1).await();
        return ExitCodes.OK;
    }

    private static void fail(Finding obstacle) {
        throw new CommandFailure(obstacle.level() == Level.UNAVAILABLE ? ExitCodes.UNAVAILABLE : ExitCodes.CONFIG,
            obstacle.subject() + ": " + obstacle.text());
    }

    private static void start(Server server) {
        try {
            server.start();
        } catch (Exception e) {
            throw StartFailures.explain(e);
        }
    }

    private static void stopAtEnd(Server server, Running running) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop();
            try {
                running.close();
            } catch (IOException e) {
                // Not a static field: this class is loaded, and would start the logging, with every other command too.
                LoggerFactory.getLogger(RunCommand.class).warn("The mark of the running server cannot be removed", e);
            }
            Logs.stop();
        }, "shutdown"));
    }

    private static Map<String, Integer> ports(List<Endpoint> endpoints) {
        return endpoints.stream().collect(Collectors.toMap(Endpoint::name, Endpoint::port, (first, second) -> first));
    }

    private static void fill(ServerOptions options) {
        Home home = options.home();
        try {
            new FirstStart(HomeOption.templates(), Clock.systemUTC()).fill(home, options.domain());
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.UNAVAILABLE, home.shown() + ": this directory cannot be used as home ("
                + e.getClass().getSimpleName() + ": " + e.getMessage() + "); choose another with --home", e);
        }
    }

    private static Running claim(Home home) throws IOException {
        return Running.claim(home).orElseThrow(() -> new CommandFailure(ExitCodes.UNAVAILABLE,
            home.shown() + ": another Postern runs on this home"));
    }

    private ServerOptions options() {
        if (smarthost != null && !smarthost.matches("[^:\\s]+:\\d{1,5}")) {
            throw wrong("--smarthost", "HOST:PORT is expected");
        }
        return new ServerOptions(home.home(), portOffset.value(spec), Optional.ofNullable(smarthost), Optional.ofNullable(domain)
            .map(this::parse));
    }

    /** In A-labels, as an address has it: the default domain becomes that of the postmaster. */
    private Domain parse(String name) {
        try {
            return Domain.of(InternationalDomain.ascii(name)
                .orElseThrow(() -> wrong("--domain", "a domain name is expected, this one in A-labels (xn--...)")));
        } catch (IllegalArgumentException e) {
            throw wrong("--domain", "a domain name is expected");
        }
    }

    private ParameterException wrong(String option, String expected) {
        return new ParameterException(spec.commandLine(), option + ": " + expected);
    }
}
