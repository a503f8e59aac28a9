// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern purge}: removes what an account has queued, also what waits or is held for review. */
@Command(name = "purge", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Remove the queued mail of an account.")
public final class PurgeCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption;

    @Parameters(paramLabel = "USER", description = "The account's name.")
    private String user;

    @Option(names = "--dry-run", description = "Only say how many messages there are.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        long messages = new AccountAdmin(homeOption.existing())
            .call(dryRun ? "GET" : "DELETE", "/queued/" + AccountAdmin.encoded(user), "").path("messages").asLong();
        spec.commandLine().getOut().println(messages + (dryRun ? " messages of " + user + " are queued" : " messages of " + user
            + " are removed"));
        return ExitCodes.OK;
    }
}
