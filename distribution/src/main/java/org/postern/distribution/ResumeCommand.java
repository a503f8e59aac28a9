// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern resume}: an account may submit again, and what it has queued goes on. */
@Command(name = "resume", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Let a suspended account go on.")
public final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption;

    @Parameters(paramLabel = "USER", description = "The account's name.")
    private String user;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        new AccountAdmin(homeOption.existing()).call("DELETE", "/suspended/" + AccountAdmin.encoded(user), "");
        spec.commandLine().getOut().println(user + " may submit again, and what it has queued goes on");
        return ExitCodes.OK;
    }
}
