// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import javax.management.MBeanException;
import javax.management.RuntimeMBeanException;

import com.google.common.base.Throwables;
import org.apache.commons.cli.ParseException;
import org.apache.james.cli.ServerCmd;
import org.apache.james.cli.exceptions.JamesCliException;
import org.postern.distribution.admin.AdminModule;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.Running;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern james-cli}: Apache James's own CLI against the running server of a home. */
@Command(name = "james-cli", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Apache James's own CLI: AddDomain, AddUser, ListUsers, AddMapping, …")
public final class JamesCliCommand implements Callable<Integer> {

    private static final String NO_MORE_OPTIONS = "--";

    @Mixin
    private HomeOption homeOption;

    @Parameters(paramLabel = "ARGS", arity = "1..*", description = "What to do; see the James CLI.")
    private List<String> arguments;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Home home = homeOption.existing();
        int port = Running.port(home, "jmx").orElseThrow(() -> noServer(home));
        List<String> all = new ArrayList<>(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
        all.addAll(credentials(home));
        all.add(NO_MORE_OPTIONS);
        all.addAll(arguments);
        try {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            ServerCmd.executeAndOutputToStream(all.toArray(String[]::new), new PrintStream(said, true, StandardCharsets.UTF_8));
            PrintWriter out = spec.commandLine().getOut();
            out.print(said.toString(StandardCharsets.UTF_8));
            out.flush();
            return ExitCodes.OK;
        } catch (JamesCliException | ParseException e) {
            throw new CommandFailure(ExitCodes.USAGE, e.getMessage(), e);
        } catch (IOException e) {
            throw Throwables.getCausalChain(e).stream().anyMatch(ConnectException.class::isInstance)
                ? noServer(home) : new CommandFailure(ExitCodes.UNAVAILABLE, Throwables.getRootCause(e).getMessage(), e);
        } catch (MBeanException | RuntimeMBeanException e) {
            throw new CommandFailure(1, Throwables.getRootCause(e).getMessage(), e);
        } catch (Exception e) {
            throw new CommandFailure(1, String.valueOf(Throwables.getRootCause(e).getMessage()), e);
        }
    }

    private static List<String> credentials(Home home) throws IOException {
        Path file = home.conf().resolve(AdminModule.JMX_PASSWORD);
        String[] credentials = Files.readString(file).strip().split("\\s+");
        if (credentials.length != 2) {
            throw new CommandFailure(ExitCodes.CONFIG, file + ": one line, \"user password\", is expected");
        }
        return List.of("-username", credentials[0], "-password", credentials[1]);
    }

    private static CommandFailure noServer(Home home) {
        return new CommandFailure(ExitCodes.UNAVAILABLE,
            home.shown() + ": no server runs on this home; start it with \"postern run\"");
    }
}
