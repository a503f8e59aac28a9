// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.net.BindException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.mail.MessagingException;

import com.google.common.base.Throwables;
import com.google.common.collect.Lists;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a server did not start, in one line. The whole story goes to the log. */
final class StartFailures {

    private static final Logger LOGGER = LoggerFactory.getLogger(StartFailures.class);

    private StartFailures() {
    }

    static CommandFailure explain(Exception failure) {
        LOGGER.error("The server did not start", failure);
        List<Throwable> chain = Throwables.getCausalChain(failure);
        return find(chain, BindException.class)
            .map(bind -> new CommandFailure(ExitCodes.UNAVAILABLE, "a port is taken or may not be used ("
                + bind.getMessage() + "); choose others with --port-offset, or in webadmin.properties and jmx.properties",
                failure))
            .or(() -> last(chain, MessagingException.class).map(mailet -> new CommandFailure(ExitCodes.CONFIG,
                inFile("mailetcontainer.xml", oneLine(mailet)), failure)))
            .or(() -> last(chain, ConfigurationException.class, ConfigurationRuntimeException.class)
                .map(config -> new CommandFailure(ExitCodes.CONFIG, oneLine(config), failure)))
            .orElseGet(() -> new CommandFailure(ExitCodes.UNAVAILABLE, "the server did not start: "
                + oneLine(chain.get(chain.size() - 1)) + "; more in var/log/postern.log", failure));
    }

    private static String inFile(String file, String message) {
        return message.startsWith(file) ? message : file + ": " + message;
    }

    /** The innermost one, which knows best. */
    private static Optional<Throwable> last(List<Throwable> chain, Class<?>... types) {
        return Lists.reverse(chain).stream()
            .filter(throwable -> Arrays.stream(types).anyMatch(type -> type.isInstance(throwable)))
            .findFirst();
    }

    private static <T extends Throwable> Optional<T> find(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static String oneLine(Throwable throwable) {
        String message = Optional.ofNullable(throwable.getMessage()).orElse(throwable.getClass().getSimpleName());
        return message.lines().findFirst().orElse(message).strip();
    }
}
