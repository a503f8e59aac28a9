// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern suspended}: a line for each account that may not submit: its name, since when, why. */
@Command(name = "suspended", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "List the suspended accounts.")
public final class SuspendedCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        for (JsonNode one : new AccountAdmin(homeOption.existing()).call("GET", "/suspended", "")) {
            spec.commandLine().getOut().println((one.path("user").asText() + "  " + one.path("since").asText() + "  "
                + one.path("reason").asText()).strip());
        }
        return ExitCodes.OK;
    }
}
