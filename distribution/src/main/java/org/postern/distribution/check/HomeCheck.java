// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.postern.distribution.server.ServerOptions;

/** All looks at a home. */
public final class HomeCheck {

    private final List<Look> beforeStart;
    private final List<Look> others;

    public HomeCheck(Clock clock) {
        beforeStart = List.of(new XmlFiles(), new ClassNames(), new CertificateFiles(clock), new FreePorts());
        others = List.of(new Policy(), new OneNameEach(), new FileModes(), new Names(), new DnsRecords(), new DkimRecords());
    }

    /** Everything, in the order in which an operator would ask. */
    public List<Finding> all(ServerOptions options) {
        List<Finding> findings = new ArrayList<>();
        for (Look look : beforeStart) {
            findings.addAll(findings(look, options));
            if (look instanceof XmlFiles && findings.stream().anyMatch(Finding::isError)) {
                // The other looks read these files.
                return findings;
            }
        }
        others.forEach(look -> findings.addAll(findings(look, options)));
        return findings;
    }

    /** The first thing for which a server cannot start here. Asks no DNS. */
    public Optional<Finding> obstacle(ServerOptions options) {
        return beforeStart.stream()
            .flatMap(look -> findings(look, options).stream().filter(Finding::isError).findFirst().stream())
            .findFirst();
    }

    private static List<Finding> findings(Look look, ServerOptions options) {
        try {
            return look.at(options);
        } catch (IOException e) {
            return List.of(Finding.error(options.home().conf().toString(),
                "cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")"));
        }
    }
}
