// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.postern.accounts.ScramDecoys;
import org.postern.distribution.admin.AdminModule;
import org.postern.distribution.home.FirstStart;
import org.postern.distribution.metrics.MetricsModule;
import org.postern.distribution.pop.PopModule;
import org.postern.distribution.server.ServerOptions;

/** Whether secrets are for their owner only, and the server can write its state. */
final class FileModes implements Look {

    private static final List<String> SECRETS = List.of(FirstStart.KEY, AdminModule.WEBADMIN_PASSWORD,
        AdminModule.JMX_PASSWORD, AdminModule.JMX_ACCESS, MetricsModule.PASSWORD, PopModule.TOKEN, ScramDecoys.FILE);
    private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String name : SECRETS) {
            Path file = options.home().conf().resolve(name);
            if (Files.exists(file)) {
                boolean open = Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
                findings.add(open ? Finding.error(name, "others can read or change it; chmod 600 " + file)
                    : Finding.ok(name, "is private"));
            }
        }
        Path state = options.home().var();
        findings.add(Files.isWritable(state) ? Finding.ok(state.toString(), "can be written")
            : Finding.error(state.toString(), "cannot be written by this user"));
        return findings;
    }
}
