// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

import org.postern.distribution.check.Finding;
import org.postern.distribution.check.HomeCheck;
import org.postern.distribution.server.ServerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern check}: a line for everything that was looked at; ends with 78 when there is an error. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Validate configuration, certificate, ports and DNS records.")
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption;

    @Mixin
    private PortOffsetOption portOffset;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ServerOptions options = ServerOptions.of(homeOption.existing()).withPortOffset(portOffset.value(spec));
        List<Finding> findings = new HomeCheck(Clock.systemUTC()).all(options);
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(out::println);
        return findings.stream().anyMatch(Finding::isError) ? ExitCodes.CONFIG : ExitCodes.OK;
    }
}
