// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import org.postern.distribution.home.Home;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Sends the log where the home's {@code logback.xml} says. */
public final class Logs {

    private Logs() {
    }

    public static void start(Home home) {
        Path file = home.conf().resolve("logback.xml");
        System.setProperty("derby.stream.error.file", home.logs().resolve("derby.log").toString());
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context) || Files.notExists(file)) {
            return;
        }
        try {
            URL url = file.toUri().toURL();
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            context.reset();
            context.putProperty("log", home.logs().toString());
            configurator.doConfigure(url);
        } catch (JoranException | MalformedURLException e) {
            throw new CommandFailure(ExitCodes.CONFIG, file + ": " + e.getMessage(), e);
        }
    }

    public static void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
