// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.util.Optional;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "Postern " + Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("(built here)")
        };
    }
}
