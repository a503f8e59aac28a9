// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import org.postern.distribution.apppasswords.AppPasswordCommand;
import org.postern.distribution.demo.DemoCommand;
import org.postern.distribution.queuework.QueueCommand;
import org.postern.distribution.trace.TraceCommand;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern}: a mail submission agent on Apache James. */
@Command(name = "postern", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "A mail submission agent (RFC 6409) on Apache James.",
    subcommands = {RunCommand.class, DemoCommand.class, CheckCommand.class, JamesCliCommand.class,
        DkimKeygenCommand.class, DnsCommand.class, AppPasswordCommand.class, GuessesCommand.class, SuspendCommand.class,
        ResumeCommand.class, SuspendedCommand.class, PurgeCommand.class, HeldCommand.class, QueueCommand.class,
        TraceCommand.class, WarmUpCommand.class})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Says in one line what goes wrong, on its own {@code err}. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof CommandFailure known) {
                command.getErr().println("postern: " + known.getMessage());
                return known.exitCode();
            }
            LoggerFactory.getLogger(Main.class).error("Unexpected failure", failure);
            command.getErr().println("postern: " + failure);
            return ExitCodes.UNAVAILABLE;
        });
        commandLine.setParameterExceptionHandler((failure, arguments) -> {
            failure.getCommandLine().getErr().println("postern: " + failure.getMessage());
            return ExitCodes.USAGE;
        });
        // A password may begin with a hyphen or an at sign.
        commandLine.setExpandAtFiles(false);
        commandLine.getSubcommands().get("james-cli").setStopAtPositional(true);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is expected: "
            + String.join(", ", spec.subcommands().keySet()));
    }
}
