// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.apppasswords;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import org.postern.distribution.AccountAdmin;
import org.postern.distribution.ExitCodes;
import org.postern.distribution.HomeOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern app-password}: passwords of a person's programs and devices, each of which may do less than the person. */
@Command(name = "app-password", mixinStandardHelpOptions = true,
    description = "Make, list and revoke passwords for a person's programs and devices, on the running server.")
public final class AppPasswordCommand implements Callable<Integer> {

    /** What to do. */
    enum Action {
        ADD, LIST, REVOKE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final AppPasswordJson json = new AppPasswordJson();

    @Mixin
    private HomeOption homeOption;

    @Parameters(index = "0", paramLabel = "add|list|revoke", description = "What to do.")
    private Action action;

    @Parameters(index = "1", paramLabel = "USER", description = "Whose password it is.")
    private String user;

    @Parameters(index = "2", arity = "0..1", paramLabel = "NAME", description = "Which one: a name for the program or device.")
    private String name;

    @Option(names = "--as", paramLabel = "ADDRESS",
        description = "add: it sends only as this address, or *@DOMAIN; may be repeated. Default: all that are the person's. An address"
            + " of somebody who has delegated to USER is among them only when it is given here.")
    private List<String> senders = new ArrayList<>();

    @Option(names = "--from", paramLabel = "NETWORK",
        description = "add: it is taken only from this address or block (192.0.2.0/24); may be repeated. Default: from everywhere.")
    private List<String> networks = new ArrayList<>();

    @Option(names = "--expires", paramLabel = "DAYS", description = "add: it ends after so many days. Default: never.")
    private Integer days;

    @Option(names = "--unlisted",
        description = "add: USER is known to a server that lists nobody (RADIUS), so that a wrong name is not noticed.")
    private boolean unlisted;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (action == Action.LIST ? name != null : name == null) {
            throw new ParameterException(spec.commandLine(), action == Action.LIST ? "list takes no NAME" : "NAME is missing");
        }
        if (action != Action.ADD && (unlisted || days != null || !senders.isEmpty() || !networks.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "--as, --from, --expires and --unlisted are for add");
        }
        AccountAdmin server = new AccountAdmin(homeOption.existing());
        PrintWriter out = spec.commandLine().getOut();
        switch (action) {
            case ADD -> add(server, out);
            case LIST -> json.readList(call(server, "GET", "")).forEach(password -> out.println(line(password)));
            default -> call(server, "DELETE", "");
        }
        return ExitCodes.OK;
    }

    private void add(AccountAdmin server, PrintWriter out) throws IOException, InterruptedException {
        JsonNode answer = call(server, "PUT", json.write(new AppPasswordJson.Wanted(senders, networks, days, unlisted)));
        out.println(answer.path("password").asText());
        out.println();
        out.println("This is not shown again. Log in as " + user + " with it, hyphens or not; where a program asks for the way of"
            + " authentication, choose PLAIN (\"normal password\").");
    }

    private JsonNode call(AccountAdmin server, String method, String body) throws IOException, InterruptedException {
        String path = "/app-passwords/" + AccountAdmin.encoded(user) + (name == null ? "" : "/" + AccountAdmin.encoded(name));
        return server.call(method, path, body);
    }

    private static String line(AppPasswordJson.Shown password) {
        List<String> parts = new ArrayList<>();
        parts.add(password.name());
        parts.add("as " + (password.as().isEmpty() ? "any of theirs" : String.join(" ", password.as())));
        parts.add("from " + (password.from().isEmpty() ? "anywhere" : String.join(" ", password.from())));
        parts.add("made " + password.created());
        Optional.ofNullable(password.expires()).ifPresent(end -> parts.add("ends " + end));
        parts.add(Optional.ofNullable(password.lastUse()).map(use -> "last used " + use.at() + " from " + use.from()).orElse("never used"));
        return String.join(", ", parts);
    }
}
