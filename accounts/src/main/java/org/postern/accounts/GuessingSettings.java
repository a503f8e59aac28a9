// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.common.net.InetAddresses;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.util.DurationParser;

/**
 * What {@code <guessing>} of {@code authentication.xml} says; without it, or for what it leaves out, the values here:
 *
 * <pre>{@code
 * <guessing>
 *   <network tries="50" in="1 hour"/>                        <!-- wrong tries from one network, whatever the names -->
 *   <account tries="50" in="1 hour"/>                        <!-- wrong tries at one name, from everywhere -->
 *   <known tries="150" in="1 hour" for="30 days"/>           <!-- those at one name from a network where it has logged in -->
 *   <lockOut first="1 minute" longest="1 hour"/>             <!-- doubled each time -->
 *   <delay first="1 second" longest="30 seconds"/>           <!-- of the answer to a wrong try; doubled each time -->
 *   <gateways></gateways>                                    <!-- addresses that stand for many people, with spaces between -->
 *   <remember>100000</remember>                              <!-- networks, names and pairs of them, each -->
 * </guessing>
 * }</pre>
 *
 * @param remembered after this time without a login a network is no longer a known one
 * @param gateways networks whose wrong tries do not add up, as they are those of many people
 * @param most of each kind of counts; beyond it the least used ones are forgotten
 */
public record GuessingSettings(Allowance network, Allowance account, Allowance known, Duration remembered, Growth lockOut, Growth delay,
        Set<Network> gateways, int most) {
    /**
     * So many wrong tries, and as many again each time that this long has passed.
     *
     * @param tries 1 or more
     * @param in more than nothing
     */
    public record Allowance(int tries, Duration in) {
    }

    /** A time that is doubled with each step. */
    public record Growth(Duration first, Duration longest) {
        public static final Growth NONE = new Growth(Duration.ZERO, Duration.ZERO);
        private static final int MOST_DOUBLINGS = 30;

        /** @param step 0 for the first */
        public Duration at(int step) {
            Duration grown = first.multipliedBy(1L << Math.min(Math.max(0, step), MOST_DOUBLINGS));
            return grown.compareTo(longest) < 0 ? grown : longest;
        }
    }

    private static final String SECTION = "guessing";
    private static final List<String> KNOWN = List.of("network[@tries]", "network[@in]", "account[@tries]", "account[@in]",
        "known[@tries]", "known[@in]", "known[@for]", "lockOut[@first]", "lockOut[@longest]", "delay[@first]", "delay[@longest]",
        "gateways", "remember");
    private static final int MOST_TRIES = 1_000_000;
    private static final Duration LEAST_PERIOD = Duration.ofMillis(1);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(3650);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(2);

    /** @throws ConfigurationException when something there is not known, or not allowed */
    public static GuessingSettings of(AuthenticationFile file) throws ConfigurationException {
        return parse(file.section(SECTION));
    }

    static GuessingSettings parse(Configuration section) throws ConfigurationException {
        onlyKnown(section);
        return new GuessingSettings(
            allowance(section, "network", 50),
            allowance(section, "account", 50),
            allowance(section, "known", 150),
            time(section, "known[@for]", "30 days", LEAST_PERIOD, LONGEST_PERIOD),
            growth(section, "lockOut", "1 minute", "1 hour", LONGEST_PERIOD),
            // A client waits for a reply for minutes, not for hours (RFC 5321 §4.5.3.2).
            growth(section, "delay", "1 second", "30 seconds", LONGEST_DELAY),
            gateways(section.getString("gateways", "")),
            number(section, "remember", 100_000));
    }

    private static void onlyKnown(Configuration section) throws ConfigurationException {
        for (Iterator<String> keys = section.getKeys(); keys.hasNext();) {
            String key = keys.next();
            if (!KNOWN.contains(key) && !key.isEmpty()) {
                throw new ConfigurationException(AuthenticationFile.NAME + ": <guessing> does not know " + shown(key) + ", allowed is "
                    + KNOWN.stream().map(GuessingSettings::shown).collect(Collectors.joining(", ")));
            }
        }
    }

    private static Allowance allowance(Configuration section, String element, int tries) throws ConfigurationException {
        return new Allowance(number(section, element + "[@tries]", tries),
            time(section, element + "[@in]", "1 hour", LEAST_PERIOD, LONGEST_PERIOD));
    }

    private static Growth growth(Configuration section, String element, String first, String longest, Duration most)
            throws ConfigurationException {
        Growth growth = new Growth(time(section, element + "[@first]", first, Duration.ZERO, most),
            time(section, element + "[@longest]", longest, Duration.ZERO, most));
        if (growth.longest.compareTo(growth.first) < 0) {
            throw new ConfigurationException(AuthenticationFile.NAME + ": <" + element + "> in <guessing> begins with "
                + section.getString(element + "[@first]", first) + ", which is more than its longest, "
                + section.getString(element + "[@longest]", longest));
        }
        return growth;
    }

    private static int number(Configuration section, String key, int otherwise) throws ConfigurationException {
        String text = section.getString(key, Integer.toString(otherwise));
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            value = 0;
        }
        if (value < 1 || value > MOST_TRIES) {
            throw notAllowed(key, text, "a whole number of 1 to " + MOST_TRIES);
        }
        return value;
    }

    private static Duration time(Configuration section, String key, String otherwise, Duration least, Duration most)
            throws ConfigurationException {
        String text = section.getString(key, otherwise);
        try {
            Duration time = DurationParser.parse(text);
            if (time.compareTo(least) >= 0 && time.compareTo(most) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw notAllowed(key, text, "a time such as 90 seconds, 10 minutes, 1 hour or 30 days");
        }
        throw notAllowed(key, text, "a time of " + shown(least) + " to " + shown(most));
    }

    private static Set<Network> gateways(String addresses) throws ConfigurationException {
        List<String> texts = Arrays.stream(addresses.split("[\\s,]+")).filter(text -> !text.isEmpty()).toList();
        for (String text : texts) {
            if (!InetAddresses.isInetAddress(text)) {
                throw notAllowed("gateways", text, "IP addresses with spaces between, such as 192.0.2.7 2001:db8::7");
            }
        }
        return texts.stream().map(Network::of).collect(Collectors.toUnmodifiableSet());
    }

    private static ConfigurationException notAllowed(String key, String value, String allowed) {
        return new ConfigurationException(AuthenticationFile.NAME + ": " + shown(key) + " in <guessing> is '" + value + "', allowed is "
            + allowed);
    }

    /** As it stands in the file. */
    private static String shown(String key) {
        return "<" + key.replace("[@", " ").replace("]", "") + ">";
    }

    private static String shown(Duration time) {
        return time.toDays() > 0 ? time.toDays() + " days" : time.toMillis() + " ms";
    }
}
