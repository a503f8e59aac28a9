// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConversionException;

/** Elements, flags and numbers of a {@code <handler>} or {@code <smtpserver>} element. */
public final class Settings {
    private static final Pattern ELEMENT_END = Pattern.compile("[.\\[]");

    private Settings() {
    }

    /**
     * A misspelt element must not leave a rule at its default unseen.
     *
     * @throws ConfigurationException when there is an element that the handler does not know
     */
    public static void onlyKnown(Configuration config, String handler, String... elements) throws ConfigurationException {
        List<String> known = List.of(elements);
        for (Iterator<String> keys = config.getKeys(); keys.hasNext();) {
            String element = ELEMENT_END.split(keys.next(), 2)[0];
            if (!element.isEmpty() && !known.contains(element)) {
                throw new ConfigurationException("smtpserver.xml: " + handler + " does not know <" + element
                    + ">, allowed is " + String.join(", ", known));
            }
        }
    }

    /** @throws ConfigurationException when the element is there and neither {@code true} nor {@code false} */
    public static boolean flag(Configuration config, String element, boolean otherwise) throws ConfigurationException {
        try {
            return config.getBoolean(element, otherwise);
        } catch (ConversionException e) {
            throw new ConfigurationException("smtpserver.xml: <" + element + "> is '" + config.getString(element)
                + "', allowed is true or false");
        }
    }

    /** @throws ConfigurationException when the element is there and no whole number in this range, its ends included */
    public static int between(int least, int most, Configuration config, String element, int otherwise) throws ConfigurationException {
        int value;
        try {
            value = config.getInt(element, otherwise);
        } catch (ConversionException e) {
            value = least - 1;
        }
        if (value < least || value > most) {
            throw new ConfigurationException("smtpserver.xml: <" + element + "> is '" + config.getString(element)
                + "', allowed is a whole number of " + least + " to " + most);
        }
        return value;
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
