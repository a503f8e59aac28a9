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
import org.postern.distribution.home.FirstStart;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.Running;
import org.postern.distribution.server.Endpoint;
import org.postern.distribution.server.Server;
import org.postern.distribution.server.ServerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern run}: the server in the foreground. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Run the server in the foreground.")
public final class RunCommand implements Callable<Integer> {

    /** Set by the launcher: 1000 in a checkout. */
    private static final String DEFAULT_OFFSET = "postern.port-offset";
    private static final int HIGHEST_OFFSET = 55_000;

    @Mixin
    private HomeOption home;

    @Option(names = "--port-offset", paramLabel = "N", description = "Added to every configured port.")
    private Integer portOffset;

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
        try (Running running = claim(options.home())) {
            Server server = new Server(options);
            CountDownLatch stopped = new CountDownLatch(1);
            stopAtEnd(server, stopped);
            start(server);
            running.publish(ports(server.endpoints()));
            spec.commandLine().getOut().println("Postern ready: " + server.endpoints().stream()
                .map(Endpoint::toString).collect(Collectors.joining(", ")));
            stopped.await();
        }
        return ExitCodes.OK;
    }

    private void start(Server server) {
        try {
            server.start();
        } catch (Exception e) {
            throw StartFailures.explain(e);
        }
    }

    private static void stopAtEnd(Server server, CountDownLatch stopped) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop();
            stopped.countDown();
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
        int offset = Optional.ofNullable(portOffset).orElseGet(() -> Integer.getInteger(DEFAULT_OFFSET, 0));
        if (offset < 0 || offset > HIGHEST_OFFSET) {
            throw wrong("--port-offset", "a number from 0 to " + HIGHEST_OFFSET + " is expected");
        }
        if (smarthost != null && !smarthost.matches("[^:\\s]+:\\d{1,5}")) {
            throw wrong("--smarthost", "HOST:PORT is expected");
        }
        return new ServerOptions(home.home(), offset, Optional.ofNullable(smarthost), Optional.ofNullable(domain)
            .map(this::parse));
    }

    private Domain parse(String name) {
        try {
            return Domain.of(name);
        } catch (IllegalArgumentException e) {
            throw wrong("--domain", "a domain name is expected");
        }
    }

    private ParameterException wrong(String option, String expected) {
        return new ParameterException(spec.commandLine(), option + ": " + expected);
    }
}
