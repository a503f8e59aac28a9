// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --port-offset}. */
public final class PortOffsetOption {

    /** Set by the launcher: 1000 in a checkout. */
    private static final String DEFAULT = "postern.port-offset";
    private static final int HIGHEST = 55_000;

    @Option(names = "--port-offset", paramLabel = "N", description = "Added to every configured port.")
    private Integer portOffset;

    int value(CommandSpec spec) {
        int offset = Optional.ofNullable(portOffset).orElseGet(() -> Integer.getInteger(DEFAULT, 0));
        if (offset < 0 || offset > HIGHEST) {
            throw new ParameterException(spec.commandLine(),
                "--port-offset: a number from 0 to " + HIGHEST + " is expected");
        }
        return offset;
    }
}
