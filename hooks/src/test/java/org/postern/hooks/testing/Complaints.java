// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** What should not have been logged while it is open: warnings, errors, and what a terminal takes for something else. */
public final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    /** We write ASCII; others know letters beyond it, and may. */
    private static final String OURS = "org.postern.";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level levelBefore = root.getLevel();
    private final Appender<ILoggingEvent> console = root.getAppender("CONSOLE");

    public Complaints() {
        setContext(root.getLoggerContext());
        start();
        root.detachAppender(console);
        root.addAppender(this);
        root.setLevel(Level.INFO);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            lines.add(message + (event.getThrowableProxy() == null ? "" : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())));
        } else if (message.chars().anyMatch(event.getLoggerName().startsWith(OURS) ? c -> c < ' ' || c > '~' : Character::isISOControl)) {
            lines.add("Not printable: " + message);
        }
    }

    /** Throws when there is one. */
    public void expectNone() {
        if (!lines.isEmpty()) {
            List<String> now = List.copyOf(lines);
            lines.clear();
            throw new AssertionError(String.join("\n", now));
        }
    }

    @Override
    public void close() {
        root.detachAppender(this);
        root.addAppender(console);
        root.setLevel(levelBefore);
    }
}
