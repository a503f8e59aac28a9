// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks;

import org.postern.benchmarks.compare.CompareCommand;
import org.postern.benchmarks.faults.FaultsCommand;
import org.postern.benchmarks.rules.RulesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures, and breaks, the assembled server. */
@Command(name = "benchmarks", mixinStandardHelpOptions = true, subcommands = {
    FaultsCommand.class, CompareCommand.class, RulesCommand.class})
public final class Main {
    private Main() {
    }

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).setOverwrittenOptionsAllowed(true)
            .execute(arguments));
    }
}
