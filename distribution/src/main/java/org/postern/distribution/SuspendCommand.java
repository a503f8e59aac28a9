// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern suspend}: an account submits nothing from now on, and nothing of what it has queued leaves. */
@Command(name = "suspend", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Stop an account: logins, sessions and queued mail.")
public final class SuspendCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption;

    @Parameters(paramLabel = "USER", description = "The account's name.")
    private String user;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Shown by \"postern suspended\".")
    private String reason;

    @Option(names = "--force", description = "Also a name that none of the sources of people knows.")
    private boolean force;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        AccountAdmin server = new AccountAdmin(homeOption.existing());
        JsonNode answer = server.call("PUT", "/suspended/" + AccountAdmin.encoded(user) + "?force=" + force, AccountAdmin.reason(reason));
        JsonNode queued = server.call("GET", "/queued/" + AccountAdmin.encoded(user), "");
        spec.commandLine().getOut().println(queued.path("user").asText() + " is suspended; " + queued.path("messages").asLong()
            + " messages are kept in the queues");
        if (answer.has("message")) {
            spec.commandLine().getErr().println("postern: " + answer.path("message").asText());
        }
        return ExitCodes.OK;
    }
}
