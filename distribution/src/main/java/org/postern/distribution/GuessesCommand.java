// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.postern.distribution.guesses.GuessRoutes;
import org.postern.submission.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern guesses}: who has given wrong passwords of late and is not heard for how long, and how to forgive it. */
@Command(name = "guesses", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Show the wrong logins that the running server has counted, or clear them.")
public final class GuessesCommand implements Callable<Integer> {

    /** What is to be done. */
    enum Action { list, clear }

    private static final String ROW = "%-28s %-40s %6s  %s";

    @Mixin
    private HomeOption homeOption;

    @Parameters(arity = "0..1", paramLabel = "list|clear", defaultValue = "list", description = "Default: ${DEFAULT-VALUE}.")
    private Action action;

    @Option(names = "--network", paramLabel = "N", description = "Clear this IP address, or the /64 of this IPv6 address, only.")
    private String network;

    @Option(names = "--account", paramLabel = "A", description = "Clear this name only.")
    private String account;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String query = Stream.of(parameter("network", network), parameter("account", account))
            .filter(parameter -> !parameter.isEmpty())
            .collect(Collectors.joining("&"));
        if (action == Action.list && !query.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--network and --account are for clear");
        }
        AccountAdmin server = new AccountAdmin(homeOption.existing());
        PrintWriter out = spec.commandLine().getOut();
        if (action == Action.clear) {
            server.call("DELETE", GuessRoutes.BASE + (query.isEmpty() ? "" : "?" + query), "");
            out.println("Cleared.");
        } else {
            show(server.call("GET", GuessRoutes.BASE, ""), out);
        }
        return ExitCodes.OK;
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : name + "=" + AccountAdmin.encoded(value);
    }

    private static void show(JsonNode rows, PrintWriter out) {
        if (rows.isEmpty()) {
            out.println("No wrong logins are counted now.");
            return;
        }
        out.println(ROW.formatted("network", "account", "wrong", "not heard for"));
        for (JsonNode row : rows) {
            long seconds = row.path("lockedOutSeconds").asLong();
            out.println(ROW.formatted(row.path("network").asText("any"), Printable.line(row.path("account").asText("any"), 60),
                row.path("wrong").asText(), seconds == 0 ? "-" : seconds + " s"));
        }
    }
}
