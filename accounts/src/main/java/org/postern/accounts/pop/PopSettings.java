// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.pop;

import java.time.Duration;
import java.util.Iterator;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.util.DurationParser;
import org.postern.accounts.AuthenticationFile;

/**
 * What {@code authentication.xml} says of POP-before-SMTP, which is off unless the element is there:
 *
 * <pre>{@code
 * <popBeforeSmtp>
 *   <lifetime>10 minutes</lifetime>   <!-- for which a POP3 login opens the client's address; 1 second to 1 day -->
 * </popBeforeSmtp>
 * }</pre>
 *
 * @param lifetime of an opened address
 */
public record PopSettings(boolean isOn, Duration lifetime) {
    private static final String SECTION = "popBeforeSmtp";
    private static final String LIFETIME = "lifetime";
    private static final String DEFAULT_LIFETIME = "10 minutes";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** @throws ConfigurationException when something there is not known, or not allowed */
    public static PopSettings of(AuthenticationFile file) throws ConfigurationException {
        Configuration section = file.section(SECTION);
        for (Iterator<String> keys = section.getKeys(); keys.hasNext();) {
            String key = keys.next();
            if (!key.isEmpty() && !key.equals(LIFETIME)) {
                throw new ConfigurationException(AuthenticationFile.NAME + ": <" + SECTION + "> does not know <" + key
                    + ">, allowed is <" + LIFETIME + ">");
            }
        }
        return new PopSettings(file.has(SECTION), lifetime(section.getString(LIFETIME, DEFAULT_LIFETIME)));
    }

    private static Duration lifetime(String text) throws ConfigurationException {
        try {
            Duration lifetime = DurationParser.parse(text);
            if (lifetime.compareTo(SHORTEST) >= 0 && lifetime.compareTo(LONGEST) <= 0) {
                return lifetime;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw notAllowed(text);
        }
        throw notAllowed(text);
    }

    private static ConfigurationException notAllowed(String text) {
        return new ConfigurationException(AuthenticationFile.NAME + ": <" + LIFETIME + "> in <" + SECTION + "> is '" + text
            + "', allowed is a time of 1 second to 1 day, such as 10 minutes");
    }
}
