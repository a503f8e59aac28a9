// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;
import org.apache.james.core.Domain;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.ServerName;
import org.postern.distribution.server.HomeConfiguration;
import org.postern.distribution.server.ServerOptions;
import org.postern.distribution.zone.DomainRecords;
import org.postern.distribution.zone.ZoneText;
import org.postern.submission.InternationalDomain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern dns}: what the DNS should say of a domain, as lines of a zone. Nothing is asked of the DNS, nor changed there. */
@Command(name = "dns", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Print the DNS records of a domain, ready to paste.")
public final class DnsCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption;

    @Mixin
    private PortOffsetOption portOffset;

    @Parameters(paramLabel = "DOMAIN", description = "The domain of the people.")
    private String domain;

    @Option(names = "--mx", paramLabel = "HOST", description = "The host that takes the domain's incoming mail, for an MX record.")
    private String mx;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Home home = homeOption.existing();
        String name = name(domain, "DOMAIN");
        Optional<String> exchanger = Optional.ofNullable(mx).map(host -> name(host, "--mx"));
        qualified(home);
        ServerOptions options = ServerOptions.of(home).withPortOffset(portOffset.value(spec));
        try {
            DomainRecords records = DomainRecords.of(Domain.of(name), home, HomeConfiguration.of(options));
            new ZoneText(records).lines(exchanger).forEach(spec.commandLine().getOut()::println);
            return ExitCodes.OK;
        } catch (ConfigurationException | ConfigurationRuntimeException e) {
            throw new CommandFailure(ExitCodes.CONFIG, e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(home, e);
        }
    }

    private String name(String text, String where) {
        try {
            ServerName name = new ServerName(InternationalDomain.ascii(text).orElse(text));
            if (name.isQualified()) {
                return Domain.of(name.value()).asString();
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), unexpected(text, where), e);
        }
        throw new ParameterException(spec.commandLine(), unexpected(text, where));
    }

    private static String unexpected(String text, String where) {
        return where + ": '" + text + "' is no domain name; one such as example.org is expected";
    }

    /** Others would find nobody by a name that only this host knows. */
    private static void qualified(Home home) {
        ServerName name;
        try {
            name = ServerName.of(home);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.CONFIG, e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(home, e);
        }
        if (!name.isQualified()) {
            throw new CommandFailure(ExitCodes.CONFIG, ServerName.FILE + ": this host is called " + name
                + ", which others cannot find; set name=mail.example.org, its name in the DNS");
        }
    }

    private static CommandFailure unreadable(Home home, IOException failure) {
        return new CommandFailure(ExitCodes.UNAVAILABLE, home.conf() + " cannot be read (" + failure.getClass().getSimpleName() + ": "
            + failure.getMessage() + ")", failure);
    }
}
