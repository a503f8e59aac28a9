// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
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
            silenceTerminal(context);
        } catch (JoranException | MalformedURLException e) {
            throw new CommandFailure(ExitCodes.CONFIG, file + ": " + e.getMessage(), e);
        }
    }

    /** From now on an operator sees warnings on the terminal; until then the command itself says what is wrong. */
    public static void warnOnTerminal() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            terminal(context).ifPresent(appender -> appender.clearAllFilters());
            terminal(context).ifPresent(appender -> appender.addFilter(atLeast(Level.WARN)));
        }
    }

    private static void silenceTerminal(LoggerContext context) {
        terminal(context).ifPresent(appender -> appender.addFilter(atLeast(Level.OFF)));
    }

    private static Optional<Appender<ILoggingEvent>> terminal(LoggerContext context) {
        return Optional.ofNullable(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console"));
    }

    private static ThresholdFilter atLeast(Level level) {
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel(level.toString());
        filter.start();
        return filter;
    }

    public static void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
