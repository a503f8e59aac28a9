// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.james;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.inject.Module;
import org.apache.james.ExtraProperties;
import org.apache.james.GuiceJamesServer;
import org.apache.james.NaiveDelegationStoreModule;
import org.apache.james.modules.MailetProcessingModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.protocols.SMTPServerModule;
import org.apache.james.modules.protocols.SmtpGuiceProbe;
import org.apache.james.modules.server.DKIMMailetModule;
import org.apache.james.modules.server.DefaultProcessorsConfigurationProviderModule;
import org.apache.james.modules.server.RawPostDequeueDecoratorModule;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.utils.DataProbeImpl;
import org.slf4j.LoggerFactory;

/**
 * Apache James as released: its published modules under its own names, configured by files alone.
 *
 * <p>Arguments fill the stores: {@code domain=D}, {@code user=U:PASSWORD}, {@code alias=ALIAS>ADDRESS}. Prints
 * {@value #READY}, the port of the first SMTP server and the domains when it accepts mail, and runs until standard input ends: a test
 * that dies takes its server with it.
 */
public final class StockJames {
    public static final String READY = "STOCK JAMES READY ";

    private StockJames() {
    }

    public static void main(String[] arguments) throws Exception {
        // A thread of a half-started server would keep the process alive.
        Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> {
            LoggerFactory.getLogger(StockJames.class).error("Did not start", fault);
            System.exit(1);
        });
        ExtraProperties.initialize();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        GuiceJamesServer server = GuiceJamesServer.forConfiguration(Configuration.builder()
                .workingDirectory(Path.of(System.getProperty("working.directory")).toFile())
                .build())
            .combineWith(optional())
            .combineWith(
                new ProtocolHandlerModule(),
                new SMTPServerModule(),
                new DefaultProcessorsConfigurationProviderModule(),
                new NaiveDelegationStoreModule(),
                new MailetProcessingModule(),
                new RawPostDequeueDecoratorModule(),
                new DKIMMailetModule(),
                new JpaStores(),
                new EmbeddedQueues());
        server.start();
        DataProbeImpl data = server.getProbe(DataProbeImpl.class);
        for (String argument : arguments) {
            fill(data, argument);
        }
        out.println(READY + server.getProbe(SmtpGuiceProbe.class).getSmtpPort().getValue() + " " + String.join(" ", data.listDomains()));
        waitForEndOfInput();
        server.stop();
        System.exit(0);
    }

    /** Remote administration, but only where it is configured: its own default port may be taken by another server. */
    private static Module[] optional() {
        Path file = Path.of(System.getProperty("working.directory"), "conf", "jmx.properties");
        return Files.exists(file) ? new Module[] {new RemoteAdministration()} : new Module[0];
    }

    private static void fill(DataProbeImpl data, String argument) throws Exception {
        String value = argument.substring(argument.indexOf('=') + 1);
        if (argument.startsWith("domain=")) {
            if (!data.containsDomain(value)) {
                data.addDomain(value);
            }
        } else if (argument.startsWith("user=")) {
            data.addUser(value.substring(0, value.indexOf(':')), value.substring(value.indexOf(':') + 1));
        } else if (argument.startsWith("alias=")) {
            String alias = value.substring(0, value.indexOf('>'));
            int at = alias.indexOf('@');
            data.addUserAliasMapping(alias.substring(0, at), alias.substring(at + 1), value.substring(value.indexOf('>') + 1));
        } else {
            throw new IllegalArgumentException("Allowed are domain=, user= and alias=, not " + argument);
        }
    }

    private static void waitForEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            continue;
        }
    }
}
