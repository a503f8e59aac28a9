// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.time.Duration;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.postern.accounts.Elements;

/**
 * {@code conf/trace.xml}. Without it: defaults.
 *
 * <pre>{@code
 * <trace>
 *   <days>14</days>   <!-- how long it is kept what happened to a message, 0 to 3650; 0: nothing is kept -->
 * </trace>
 * }</pre>
 */
public record TraceSettings(Duration kept) {

    /** The file. */
    public static final String NAME = "trace.xml";
    private static final int LONGEST = 3650;
    private static final int DEFAULT = 14;

    /** @throws ConfigurationException when the file has an unknown element, or one with a value that is not allowed */
    public static TraceSettings parse(Configuration file) throws ConfigurationException {
        Elements elements = new Elements(NAME, file);
        elements.onlyKnown("days");
        return new TraceSettings(Duration.ofDays(elements.between(0, LONGEST, "days", DEFAULT)));
    }

    boolean isOn() {
        return !kept.isZero();
    }
}
