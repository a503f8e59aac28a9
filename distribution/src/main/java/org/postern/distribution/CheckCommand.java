// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern check}: validates a home. */
@Command(name = "check", mixinStandardHelpOptions = true, description = "Validate configuration, certificate and ports.")
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() {
        home.existing();
        return ExitCodes.OK;
    }
}
