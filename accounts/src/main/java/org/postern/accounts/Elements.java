// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConversionException;

/** Elements of a file of {@code conf/}, and what is said when one is wrong. */
public final class Elements {
    private static final Pattern ELEMENT_END = Pattern.compile("[.\\[]");

    private final String place;
    private final Configuration elements;

    /** @param place the file and the element in which they stand, such as {@code authentication.xml: <loginMemory>} */
    public Elements(String place, Configuration elements) {
        this.place = place;
        this.elements = elements;
    }

    /** @throws ConfigurationException when there is another one: a misspelt element must not leave a setting at its default unseen */
    public void onlyKnown(String... names) throws ConfigurationException {
        List<String> known = List.of(names);
        for (Iterator<String> keys = elements.getKeys(); keys.hasNext();) {
            String element = ELEMENT_END.split(keys.next(), 2)[0];
            if (!element.isEmpty() && !known.contains(element)) {
                throw new ConfigurationException(place + ": unknown element <" + element + ">, allowed is " + String.join(", ", known));
            }
        }
    }

    /** @throws ConfigurationException when the element is there and no whole number in this range, its ends included */
    public int between(int least, int most, String element, int otherwise) throws ConfigurationException {
        int value;
        try {
            value = elements.getInt(element, otherwise);
        } catch (ConversionException e) {
            value = least - 1;
        }
        if (value < least || value > most) {
            throw new ConfigurationException(place + ": <" + element + "> is '" + elements.getString(element)
                + "', allowed is a whole number of " + least + " to " + most);
        }
        return value;
    }
}
