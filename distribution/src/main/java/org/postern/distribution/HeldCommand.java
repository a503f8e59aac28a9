// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern held}: lists the mail that is above a limit and waits for a person, and says what becomes of it. */
@Command(name = "held", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "List, release or drop mail that is held for review.")
public final class HeldCommand implements Runnable {

    private static final String PATH = "/held";

    @Mixin
    private HomeOption homeOption;

    @Spec
    private CommandSpec spec;

    /** Which messages. */
    static final class Selection {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "The messages, as \"postern held list\" names them.")
        private List<String> ids;

        @Option(names = "--user", paramLabel = "USER", description = "All messages of this account.")
        private String user;

        long apply(AccountAdmin server, String method) throws IOException, InterruptedException {
            List<String> paths = new ArrayList<>();
            if (ids == null) {
                paths.add(PATH + "?user=" + AccountAdmin.encoded(user));
            } else {
                ids.forEach(id -> paths.add(PATH + "/" + AccountAdmin.encoded(id)));
            }
            long messages = 0;
            for (String path : paths) {
                messages += server.call(method, path, "").path("messages").asLong();
            }
            return messages;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "held: one of list, release and drop is expected");
    }

    @Command(name = "list", mixinStandardHelpOptions = true,
        description = "A line for each: ID, account, since when, why, from and to whom.")
    int list() throws IOException, InterruptedException {
        for (JsonNode one : new AccountAdmin(homeOption.existing()).call("GET", PATH, "")) {
            List<String> recipients = new ArrayList<>();
            one.path("recipients").forEach(recipient -> recipients.add(recipient.asText()));
            spec.commandLine().getOut().println(String.join("  ", one.path("id").asText(), one.path("user").asText(),
                one.path("since").asText(), one.path("reason").asText(), one.path("sender").asText(), String.join(",", recipients)));
        }
        return ExitCodes.OK;
    }

    @Command(name = "release", mixinStandardHelpOptions = true, description = "Deliver messages after all.")
    int release(@ArgGroup(multiplicity = "1") Selection which) throws IOException, InterruptedException {
        return say(which.apply(new AccountAdmin(homeOption.existing()), "POST"), "released");
    }

    @Command(name = "drop", mixinStandardHelpOptions = true, description = "Remove messages; their authors are not told.")
    int drop(@ArgGroup(multiplicity = "1") Selection which) throws IOException, InterruptedException {
        return say(which.apply(new AccountAdmin(homeOption.existing()), "DELETE"), "dropped");
    }

    private int say(long messages, String what) {
        spec.commandLine().getOut().println(messages + " messages are " + what);
        return ExitCodes.OK;
    }
}
