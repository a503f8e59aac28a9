// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.postern.accounts.ScramDecoys;
import org.postern.distribution.admin.AdminModule;
import org.postern.distribution.home.FirstStart;
import org.postern.distribution.metrics.MetricsModule;
import org.postern.distribution.pop.PopModule;
import org.postern.distribution.server.ServerOptions;

/** Whether secrets are for their owner only, others cannot change what runs here, and the server can write its state. */
final class FileModes implements Look {

    private static final List<String> SECRETS = List.of(FirstStart.KEY, AdminModule.WEBADMIN_PASSWORD,
        AdminModule.JMX_PASSWORD, AdminModule.JMX_ACCESS, MetricsModule.PASSWORD, PopModule.TOKEN, ScramDecoys.FILE);
    private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> WRITERS = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final String OPTIONS = "jvm.options";
    private static final String JARS = "lib";

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
        for (Path file : code(options.home().conf())) {
            boolean open = Files.getPosixFilePermissions(file).stream().anyMatch(WRITERS::contains);
            String name = options.home().conf().relativize(file).toString();
            findings.add(open ? Finding.error(name, "others can change what this server runs; chmod go-w " + file)
                : Finding.ok(name, "only its owner can change it"));
        }
        Path state = options.home().var();
        findings.add(Files.isWritable(state) ? Finding.ok(state.toString(), "can be written")
            : Finding.error(state.toString(), "cannot be written by this user"));
        return findings;
    }

    /** What the launcher has Java run, with the rights of this server. */
    private static List<Path> code(Path conf) throws IOException {
        List<Path> code = new ArrayList<>();
        if (Files.exists(conf.resolve(OPTIONS))) {
            code.add(conf.resolve(OPTIONS));
        }
        Path jars = conf.resolve(JARS);
        if (Files.isDirectory(jars)) {
            code.add(jars);
            try (Stream<Path> files = Files.list(jars)) {
                files.filter(Files::exists).sorted().forEach(code::add);
            }
        }
        return code;
    }
}
