// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConversionException;

/** Numbers of a {@code <handler>} or {@code <smtpserver>} element. */
public final class Settings {
    private Settings() {
    }

    /** @throws ConfigurationException when the element is there and no whole number of at least this size */
    public static int atLeast(int least, Configuration config, String element, int otherwise) throws ConfigurationException {
        int value;
        try {
            value = config.getInt(element, otherwise);
        } catch (ConversionException e) {
            value = least - 1;
        }
        if (value < least) {
            throw new ConfigurationException("smtpserver.xml: <" + element + "> is '" + config.getString(element)
                + "', allowed is a whole number of " + least + " or more");
        }
        return value;
    }
}
